package dev.tern.encoder.checkpoint;

import java.io.IOException;
import java.io.Serial;

/// A model directory, or a file of it, that cannot be used as it is.
///
/// The message is one sentence for the user: it names the file and the tensor, key or line, and
/// where there is one the remedy.
public final class CheckpointException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /// A refusal with the given sentence.
  public CheckpointException(String message) {
    super(message);
  }

  /// A refusal with the given sentence and what led to it.
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
