package dev.tern.engine.codec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Texts as UTF-8 without loss.
public final class Utf8 {
  private Utf8() {}

  /// The bytes of a text, or nothing if it holds half of a surrogate pair, which UTF-8 has no bytes
  /// for: Java would write a question mark, and two texts could become one.
  public static Optional<byte[]> encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return Optional.empty();
        }
        i++;
      }
    }
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
