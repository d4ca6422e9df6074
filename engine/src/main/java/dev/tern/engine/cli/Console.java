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

  /// Whether a person reads standard error and output.
  static boolean isTerminal() {
    return System.console().isTerminal();
  }
}
