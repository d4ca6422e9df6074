package dev.tern.engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program as users start it: a process of its own, with arguments, standard input, output,
/// error and an exit code.
final class Program {
  private Program() {}

  /// What a run of the program left behind.
  record Result(int exitCode, String out, String err) {}

  /// Starts in half the time, but computes slowly.
  private static final List<String> QUICK =
      List.of("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /// Runs the program without standard input.
  static Result run(String... arguments) {
    return run(QUICK, "", arguments);
  }

  /// The standard output of a run that must succeed.
  static String succeed(String... arguments) {
    return out(run(arguments));
  }

  /// The standard output of a run that must succeed and has much to compute.
  static String succeedAtFullSpeed(String... arguments) {
    return out(run(List.of("--add-modules=jdk.incubator.vector"), "", arguments));
  }

  private static String out(Result result) {
    if (result.exitCode() != 0) {
      throw new AssertionError("exit code " + result.exitCode() + ": " + result.err());
    }
    return result.out();
  }

  /// Runs the program and gives it `input`.
  static Result runWithInput(String input, String... arguments) {
    return run(QUICK, input, arguments);
  }

  /// Runs the program with a folder as its working directory.
  static Result runIn(Path directory, List<String> arguments) {
    return finish(directory, command(QUICK, arguments.toArray(String[]::new)), "");
  }

  /// Runs the program with a folder as its working directory, when it has much to compute.
  static Result runAtFullSpeedIn(Path directory, List<String> arguments) {
    List<String> options = List.of("--add-modules=jdk.incubator.vector");
    return finish(directory, command(options, arguments.toArray(String[]::new)), "");
  }

  /// Runs a line of shell in which `tern` is the program.
  static Result shell(Path directory, String line) {
    StringBuilder quoted = new StringBuilder();
    for (String word : command(QUICK)) {
      quoted.append(" '").append(word.replace("'", "'\\''")).append('\'');
    }
    String script = "tern() {" + quoted + " \"$@\"; }\n" + line;
    return finish(directory, List.of("sh", "-c", script), "");
  }

  /// Runs the program with other options for Java.
  static Result run(List<String> javaOptions, String input, String... arguments) {
    return finish(Path.of(""), command(javaOptions, arguments), input);
  }

  private static Result finish(Path directory, List<String> command, String input) {
    try {
      Path out = Files.createTempFile("tern", ".out");
      Path err = Files.createTempFile("tern", ".err");
      Path in = Files.writeString(Files.createTempFile("tern", ".in"), input);
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("the program did not end: " + command);
        }
        return new Result(process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
        Files.delete(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The command line of the program.
  static List<String> command(List<String> javaOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// What Java itself says about incubator modules is left out.
  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8)
        .replaceAll("(?m)^WARNING: Using incubator modules: .*\\R", "");
  }
}
