package dev.tern.encoder.training.data;

import java.io.IOException;
import java.io.Serial;

/// A file of training data, or a line of it, that cannot be used as it is.
///
/// The message is one sentence that opens with `FILE:LINE: ` (lines counted from 1) or, where no
/// line is to blame, with `FILE: `.
public final class TrainingDataException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  TrainingDataException(String place, String what) {
    super(place + ": " + what);
  }

  TrainingDataException(String place, String what, Throwable cause) {
    super(place + ": " + what, cause);
  }
}
