package dev.tern.engine.format;

import java.io.IOException;

/// There is no index where one was to be opened.
public final class IndexNotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message one sentence that names the directory and what to do
  public IndexNotFoundException(String message) {
    super(message);
  }
}
