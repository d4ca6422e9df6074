package dev.tern.engine.evaluation;

import java.io.IOException;

/// A file of a collection, of judgements or of results that cannot be used as it is.
///
/// The message is one sentence that opens with `FILE:LINE: ` (lines counted from 1) or, where no
/// line is to blame, with `FILE: `.
public final class CollectionException extends IOException {
  private static final long serialVersionUID = 1L;

  CollectionException(String file, String what) {
    super(file + ": " + what);
  }

  CollectionException(String file, long line, String what) {
    super(file + ":" + line + ": " + what);
  }

  CollectionException(String file, long line, String what, Throwable cause) {
    super(file + ":" + line + ": " + what, cause);
  }

  /// What the system says about a failure, never empty.
  static String reason(IOException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
