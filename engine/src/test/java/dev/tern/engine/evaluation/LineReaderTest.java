package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
  @TempDir private Path directory;

  @Test
  void endsLinesAtLineFeedOnly() throws IOException {
    assertEquals(
        List.of("a", "", "b\rc", "d\u0085e\u2028f", "\r", "g"),
        lines("a\n\r\nb\rc\r\nd\u0085e\u2028f\n\r\r\ng"));
    assertEquals(List.of(), lines(""));
    assertEquals(List.of(""), lines("\n"));
    assertEquals(List.of("\uFEFF"), lines("\uFEFF\uFEFF"));
    assertEquals(List.of("", "\uFEFF"), lines("\n\uFEFF"));
  }

  @Test
  void linesOfAnyLengthCrossTheBuffer() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int length : new int[] {0, 1, 65535, 65536, 65537, 1, 200_000, 0, 131_072, 7}) {
      expected.add("\u00e9".repeat(length / 2) + "x".repeat(length % 2));
    }
    assertEquals(expected, lines(String.join("\n", expected)));
    assertEquals(expected, lines(String.join("\r\n", expected) + "\r\n"));
  }

  @Test
  void refusesEndlessLines() throws IOException {
    Path file = directory.resolve("bomb.gz");
    byte[] megabyte = new byte[1 << 20];
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write('\n');
      for (int i = 0; i <= LineReader.MAX_LINE_BYTES >> 20; i++) {
        out.write(megabyte);
      }
    }
    String message = assertThrows(CollectionException.class, () -> read(file)).getMessage();
    assertTrue(message.startsWith(file + ":2: the line is longer than 67108864 bytes"), message);
  }

  private List<String> lines(String content) throws IOException {
    return read(Files.writeString(directory.resolve("text"), content));
  }

  private static List<String> read(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    try (LineReader lines = LineReader.open(TextSource.file(file))) {
      while (lines.next()) {
        found.add(lines.line());
        assertEquals(found.size(), lines.number());
      }
    }
    return found;
  }
}
