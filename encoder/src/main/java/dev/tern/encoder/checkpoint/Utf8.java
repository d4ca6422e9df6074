package dev.tern.encoder.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Strict decoding of UTF-8: nothing is replaced silently.
final class Utf8 {
  private Utf8() {}

  /// The text of `bytes`.
  ///
  /// @param source what the bytes are, for the message
  /// @throws CheckpointException if they are not UTF-8
  static String decode(byte[] bytes, String source) throws CheckpointException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CheckpointException(source + " is not valid UTF-8", e);
    }
  }
}
