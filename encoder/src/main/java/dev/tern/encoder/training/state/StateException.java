package dev.tern.encoder.training.state;

import java.io.IOException;
import java.io.Serial;

/// A saved state that cannot be resumed from.
///
/// The message is one sentence that names the file, what is wrong and what to do.
public final class StateException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  StateException(String message) {
    super(message);
  }
}
