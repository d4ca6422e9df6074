package dev.tern.encoder.training.config;

import java.io.IOException;
import java.io.Serial;

/// A configuration that cannot be run.
///
/// The message is one sentence that names the file, the key and what is expected.
public final class ConfigException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }

  ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
