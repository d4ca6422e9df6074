package dev.tern.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `tern`.
public final class Main {
  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  private Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    if (areDamaged(arguments)) {
      Console.ERR.println(
          "tern: the locale cannot carry the characters of this command; set LC_ALL=C.UTF-8 and run"
              + " it again");
      System.exit(NOT_UNDERSTOOD);
    }
    if (!Relaunch.hasVectorModule()) {
      System.exit(Relaunch.withVectorModule(arguments));
    }
    int code = run(arguments);
    Interruption.over();
    System.exit(code);
  }

  /// Runs one command and returns its exit code: 0, 1 (it failed) or 2 (not understood).
  private static int run(String... arguments) {
    TernCommand tern = new TernCommand();
    // What picocli itself prints: it would report failing output in its own way.
    StringWriter help = new StringWriter();
    try {
      int code = commandLine(tern, new PrintWriter(help)).execute(arguments);
      if (code == 0) {
        Console.OUT.print(help);
        Console.OUT.flush();
      }
      return code;
    } catch (StandardOutput.Failed | Error e) {
      return report(e, tern.debug);
    }
  }

  private static CommandLine commandLine(TernCommand tern, PrintWriter help) {
    CommandLine line = new CommandLine(tern);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // A query may begin with an @.
    line.registerConverter(Path.class, Main::path);
    line.setUsageHelpLongOptionsMaxWidth(28);
    line.setUsageHelpAutoWidth(true);
    line.setOut(help);
    line.setErr(new PrintWriter(Console.ERR, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, _, _) -> report(failure, tern.debug));
    line.setParameterExceptionHandler((refusal, _) -> report(refusal));
    return line;
  }

  /// Says what failed, and returns the exit code.
  private static int report(Throwable failure, boolean debug) {
    if (failure instanceof StandardOutput.Failed lost && lost.isReaderGone()) {
      return 0;
    }
    Console.ERR.println("tern: " + Console.harmless(Failure.sentence(failure)));
    if (debug) {
      failure.printStackTrace(Console.ERR);
    }
    return failure instanceof UsageException ? NOT_UNDERSTOOD : FAILED;
  }

  private static int report(ParameterException refusal) {
    String sentence = refusal.getMessage();
    if (refusal instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      sentence += "; did you mean " + unmatched.getSuggestions().getFirst() + "?";
    }
    Console.ERR.println("tern: " + Console.harmless(sentence));
    Console.ERR.println(
        "Try '" + refusal.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return NOT_UNDERSTOOD;
  }

  /// Whether Java could not decode the arguments, which it does in the encoding of the locale.
  private static boolean areDamaged(String... arguments) {
    return !"UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))
        && Arrays.stream(arguments).anyMatch(argument -> argument.indexOf('\uFFFD') >= 0);
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("a path is not empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is no path here, " + e.getReason());
    }
  }
}
