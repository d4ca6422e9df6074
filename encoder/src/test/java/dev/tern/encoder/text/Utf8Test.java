package dev.tern.encoder.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void carriesWhatIsUnicodeAndNothingElse() {
    for (String text : new String[] {"", "a", "ü€", "\uD83D\uDC26", "x\uDBFF\uDFFFy\0", "\uFFFD"}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertTrue(Utf8.canCarry(text));
      assertArrayEquals(bytes, Utf8.encode(text).orElseThrow(), text);
      assertEquals(Optional.of(text), Utf8.decode(bytes));
    }
    for (String text :
        new String[] {"\uD800", "\uDC00", "\uDC00\uD800", "a\uD83Db", "\uD83D\uD83D\uDC26"}) {
      assertFalse(Utf8.canCarry(text));
      assertTrue(Utf8.encode(text).isEmpty());
    }
  }

  /// Cut off, overlong, a surrogate, beyond Unicode, a lone continuation.
  @Test
  void refusesBytesThatAreNotUtf8() {
    for (String hex : new String[] {"c3", "e282", "c0af", "eda080", "f4908080", "80", "efbfbdff"}) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      assertTrue(Utf8.decode(bytes).isEmpty(), hex);
    }
  }

  @Test
  void decodesARange() {
    byte[] bytes = {(byte) 0xFF, 'a', 'b', (byte) 0xFF};
    assertEquals(Optional.of("ab"), Utf8.decode(bytes, 1, 2));
    assertTrue(Utf8.decode(bytes, 1, 3).isEmpty());
  }
}
