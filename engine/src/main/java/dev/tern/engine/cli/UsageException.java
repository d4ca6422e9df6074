package dev.tern.engine.cli;

import java.util.function.Supplier;

/// A command that cannot be carried out as it was written; the exit code is 2.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }

  /// What options mean; a value that is out of its range is a fault of the command.
  static <T> T checked(Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
