package dev.tern.engine.cli;

/// A command that cannot be carried out as it was written; the exit code is 2.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
