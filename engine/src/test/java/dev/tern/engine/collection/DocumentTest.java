package dev.tern.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static final List<Document> DOCUMENTS =
      List.of(
          new Document("1", "", ""),
          new Document("2", "Größe 東京", "a \u0000 line\nand \uD83D\uDC1F"),
          new Document("3", "", "x".repeat(100_000)),
          new Document("4", "title alone", ""));

  @Test
  void isReadAsItWasStored() throws IOException {
    for (Document document : DOCUMENTS) {
      assertEquals(document, Document.fromBytes(document.key(), document.toBytes()));
    }
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] bytes = DOCUMENTS.get(1).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
    for (int sign = 0; sign < Integer.BYTES; sign++) {
      byte[] forged = bytes.clone();
      forged[sign] = -1;
      assertRefused(forged);
    }
  }

  private static void assertRefused(byte[] bytes) {
    String message =
        assertThrows(IOException.class, () -> Document.fromBytes("key", bytes)).getMessage();
    assertTrue(message.contains("\"key\" is damaged"), message);
  }

  @Test
  void contentIsTitleAndText() {
    assertEquals("title text", new Document("1", "title", "text").content());
    assertEquals("text", new Document("1", "", " text\n").content());
    assertEquals("title", new Document("1", "title", "").content());
    assertEquals("", new Document("1", "", "").content());
    assertThrows(NullPointerException.class, () -> new Document("1", null, ""));
  }
}
