package dev.tern.encoder.tokenizer;

import java.io.IOException;

/// A tokenizer file that is missing, broken, or of a kind that is not supported. The message names
/// the file and the place in it.
public final class TokenizerException extends IOException {
  private static final long serialVersionUID = 1;

  TokenizerException(String message) {
    super(message);
  }

  TokenizerException(String message, Throwable cause) {
    super(message, cause);
  }
}
