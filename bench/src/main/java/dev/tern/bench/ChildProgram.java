package dev.tern.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A Java program with the class path of this one, in a process of its own: nothing that was
/// measured before has been compiled there.
///
/// @param program with a `main`
/// @param arguments of it
record ChildProgram(Class<?> program, List<String> arguments) {
  /// Runs the program and hands over its lines as it prints them.
  ///
  /// @throws IOException if it fails
  void run(Consumer<String> lines) throws IOException {
    Process process =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.accept(line);
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(program.getSimpleName() + " ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the measurement was interrupted");
    } finally {
      process.destroy();
    }
  }

  /// Runs the program until it says its first line.
  String answer() {
    try {
      Process process =
          new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        if (line == null) {
          throw new IOException(program.getSimpleName() + " ended without an answer");
        }
        return line;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(
            List.of(
                java.toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(arguments);
    return command;
  }
}
