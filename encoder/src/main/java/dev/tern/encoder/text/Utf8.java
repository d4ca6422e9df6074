package dev.tern.encoder.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Texts as UTF-8 and back, without loss.
///
/// Java replaces what it cannot convert, so that two texts could become one.
public final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /// The text of `bytes`, or nothing if they are not UTF-8.
  public static Optional<String> decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /// The text of `length` bytes from position `from`, or nothing if they are not UTF-8.
  public static Optional<String> decode(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    // A replacement character stands in the text, or for bytes that are broken: then look closer.
    return text.indexOf(REPLACEMENT) < 0 || isUtf8(ByteBuffer.wrap(bytes, from, length))
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /// The bytes of a text, or nothing if UTF-8 cannot carry it.
  public static Optional<byte[]> encode(String text) {
    return canCarry(text) ? Optional.of(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
  }

  /// Whether UTF-8 has bytes for a text: whether it holds no half of a surrogate pair.
  public static boolean canCarry(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
