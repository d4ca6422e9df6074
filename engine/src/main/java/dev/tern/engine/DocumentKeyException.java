package dev.tern.engine;

import java.io.IOException;

/// A document's key cannot be in the index, or is not in it.
public final class DocumentKeyException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message one sentence that names the key and what to do
  public DocumentKeyException(String message) {
    super(message);
  }
}
