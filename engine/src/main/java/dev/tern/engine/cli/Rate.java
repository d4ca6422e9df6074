package dev.tern.engine.cli;

import java.util.Locale;

/// How fast texts became vectors, without the start of the program and the loading of a model.
///
/// @param tokens that were read, special ones included where a model reads them
/// @param seconds from the first text to the last vector
record Rate(long tokens, double seconds) {
  double perSecond() {
    return tokens / Math.max(seconds, 1e-9);
  }

  /// `30,123 tokens/s`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,.0f tokens/s", perSecond());
  }
}
