package dev.tern.encoder.training.teacher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The name of a text by its content: the first 128 bits of the SHA-256 of its UTF-8.
///
/// @param high the first 64 bits
/// @param low the next 64 bits
record TextHash(long high, long low) {
  static TextHash of(String text) {
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    return new TextHash(digest.getLong(), digest.getLong());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
