package dev.tern.encoder.training.run;

import java.io.IOException;
import java.io.Serial;

/// A run that cannot begin or go on.
///
/// The message is one sentence that says why and what to do.
public final class TrainingException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  TrainingException(String message) {
    super(message);
  }
}
