package dev.tern.engine.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Standard input, output and error in UTF-8 whatever the locale says, so that they fit the
/// programs at their other ends everywhere.
final class Console {
  /// Buffered: what belongs together is flushed together, and what a failure left half done is
  /// lost.
  static final PrintStream OUT =
      new PrintStream(
          new BufferedOutputStream(new StandardOutput()), false, StandardCharsets.UTF_8);

  static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  /// Characters that steer a terminal, or turn the direction of what follows.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\u202A-\u202E\u2066-\u2069]");

  /// Set by the launcher, which can ask about standard error; Java cannot.
  private static final String TERMINAL = "tern.terminal";

  private Console() {}

  /// Whether a person reads standard error.
  static boolean isErrorTerminal() {
    String told = System.getProperty(TERMINAL);
    return told == null ? isTerminal() : Boolean.parseBoolean(told);
  }

  /// Whether a person is at the other end: neither input nor output is a file or a pipe.
  @SuppressWarnings("SystemConsoleNull") // It is null without a terminal, whatever JDK 22 planned.
  static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /// A text of unknown origin with nothing in it that steers a terminal or ends the line.
  static String harmless(String text) {
    return CONTROL.matcher(text).replaceAll("\uFFFD");
  }

  /// A text of unknown origin on one line, white space made one space.
  static String oneLine(String text) {
    return harmless(text.strip().replaceAll("\\s+", " "));
  }

  /// Takes a line.
  interface Lines {
    void accept(String line) throws IOException;
  }

  /// Hands on each line of standard input.
  ///
  /// @param what a line is, to tell a person who may not know that the program waits for them
  /// @throws java.nio.charset.CharacterCodingException if the input is not UTF-8
  static void forEachLine(String what, Lines consumer) throws IOException {
    if (isTerminal()) {
      ERR.println("Type " + what + " on each line; Ctrl-D ends.");
    }
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                System.in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    boolean first = true;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      consumer.accept(first && line.startsWith("\uFEFF") ? line.substring(1) : line);
      first = false;
    }
  }
}
