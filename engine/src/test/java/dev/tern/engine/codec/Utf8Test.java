package dev.tern.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void encodesWhatIsUnicodeAndNothingElse() {
    for (String text : new String[] {"", "a", "ü€", "\uD83D\uDC26", "x\uDBFF\uDFFFy\0"}) {
      assertArrayEquals(
          text.getBytes(StandardCharsets.UTF_8), Utf8.encode(text).orElseThrow(), text);
    }
    for (String text :
        new String[] {"\uD800", "\uDC00", "\uDC00\uD800", "a\uD83Db", "\uD83D\uD83D\uDC26"}) {
      assertTrue(Utf8.encode(text).isEmpty());
    }
  }
}
