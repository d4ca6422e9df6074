package dev.tern.engine.cli;

/// A number that stands behind a colon in the value of an option.
final class NumberPart {
  private NumberPart() {}

  /// @param option whose value it is part of, for the message
  /// @throws UsageException if it is none
  static float of(String option, String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new UsageException(option + " needs a number after the colon, found " + text);
    }
  }
}
