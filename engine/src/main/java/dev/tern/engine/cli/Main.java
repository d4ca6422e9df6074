package dev.tern.engine.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// The program `tern`.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    if (!Relaunch.hasVectorModule()) {
      System.exit(Relaunch.withVectorModule(arguments));
    }
    System.exit(run(arguments));
  }

  /// Runs one command and returns its exit code: 0, 1 (it failed) or 2 (not understood).
  static int run(String... arguments) {
    TernCommand tern = new TernCommand();
    CommandLine line = new CommandLine(tern);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpLongOptionsMaxWidth(28);
    line.setUsageHelpAutoWidth(true);
    line.setOut(new PrintWriter(Console.OUT, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(Console.ERR, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (tern.debug) {
        failure.printStackTrace(Console.ERR);
      } else {
        Console.ERR.println("tern: " + Failure.sentence(failure));
      }
      return failure instanceof UsageException ? 2 : 1;
    });
    line.setParameterExceptionHandler((refusal, parsed) -> {
      Console.ERR.println("tern: " + refusal.getMessage());
      Console.ERR.println(
          "Try '" + refusal.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
      return 2;
    });
    return line.execute(arguments);
  }
}
