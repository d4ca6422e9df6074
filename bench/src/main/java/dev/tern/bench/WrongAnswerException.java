package dev.tern.bench;

import java.io.Serial;

/// Tern and its peer disagree on the answer, so that there is nothing to compare.
final class WrongAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param sentence what differs, with both values
  WrongAnswerException(String sentence) {
    super(sentence);
  }
}
