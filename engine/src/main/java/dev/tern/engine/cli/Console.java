package dev.tern.engine.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Standard output and error in UTF-8 whatever the locale says, so that output can be read by
/// programs everywhere.
final class Console {
  static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private Console() {}

  /// Whether a person is at the other end: neither input nor output is a file or a pipe.
  @SuppressWarnings("SystemConsoleNull") // It is null without a terminal, whatever JDK 22 planned.
  static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }
}
