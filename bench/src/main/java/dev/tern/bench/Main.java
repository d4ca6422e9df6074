package dev.tern.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./tern bench NAME`: starts a harness, and prints a table or one JSON object a row.
///
/// Rows go to standard output, all else to standard error.
@Command(
    name = "tern bench",
    mixinStandardHelpOptions = true,
    description = "Measures Tern against plain definitions and named peers, in one run.",
    footer = {
      "",
      "tern bench micro [REGEX] [JMH OPTIONS] compares one kernel with itself, before and after a"
          + " change; 'micro -h' lists the options of JMH.",
      "tern bench plot FILE... draws what 'engine --json' printed into FILE, as SVG beside it.",
      "",
      "Ends with 0, with 1 if something is missing, wrong or slower than its target, and with 2 if"
          + " there is no such harness."
    })
final class Main implements Callable<Integer> {
  private static final String MICRO = "micro";
  private static final String PLOT = "plot";

  private final List<Harness> harnesses;
  private final PrintStream out;
  private final PrintStream err;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "the harness; all are listed without it")
  private Optional<String> name = Optional.empty();

  @Option(names = "--quick", description = "less work, for a first look")
  private boolean quick;

  @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: 1)")
  private long seed;

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "of a collection that is made for the run, at least 1 (engine only)")
  private Optional<Integer> documents = Optional.empty();

  @Option(
      names = "--keep",
      paramLabel = "DIRECTORY",
      description =
          "keep indexes, models and rows there, and go on where an earlier run stopped (engine and"
              + " claims only)")
  private Optional<Path> keep = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description =
          "only rows in whose WORK/THREADS/PEER it is found, as in 'minilm-1x128/1/fused'; of"
              + " engine only collections and queries like 'lsr 1M clustered qa'")
  private Pattern only = Pattern.compile("");

  @Option(names = "--json", description = "one JSON object a row instead of a table")
  private boolean json;

  private Main(List<Harness> harnesses, PrintStream out, PrintStream err) {
    this.harnesses = harnesses;
    this.out = out;
    this.err = err;
  }

  /// Runs one harness and exits with its code.
  ///
  /// @throws IOException if JMH, which has a command line of its own, cannot read its list
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0 && arguments[0].equals(MICRO)) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals(PLOT)) {
      System.exit(plot(List.of(arguments).subList(1, arguments.length), utf8(FileDescriptor.err)));
    }
    SharedFolder shared = SharedFolder.find();
    List<Harness> harnesses =
        List.of(
            new Spine(Spine.Inputs.in(shared)),
            new EncoderBench(shared),
            new EngineBench(shared),
            new ScoringBench(shared),
            new LayoutBench(),
            new TrainingBench(TrainingBench.python(System.getenv(), SharedFolder.checkout())),
            TrainingClaims.published(shared));
    System.exit(run(harnesses, utf8(FileDescriptor.out), utf8(FileDescriptor.err), arguments));
  }

  /// Draws the rows of files and returns the exit code.
  static int plot(List<String> files, PrintStream err) {
    for (String file : files) {
      try {
        err.println(file + ": " + EnginePlots.write(Path.of(file)) + " plots written beside it");
      } catch (IOException e) {
        err.println("tern bench: " + file + " cannot be drawn: " + e);
        return 1;
      }
    }
    return files.isEmpty() ? 2 : 0;
  }

  /// Runs one of the harnesses and returns its exit code: 0, 1 (it failed, or a target was missed)
  /// or 2 (not understood).
  static int run(List<Harness> harnesses, PrintStream out, PrintStream err, String... arguments) {
    CommandLine line = new CommandLine(new Main(harnesses, out, err));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    return line.execute(arguments);
  }

  @Override
  public Integer call() {
    if (documents.isPresent() && documents.get() < 1) {
      err.println("tern bench: --documents is at least 1");
      return 2;
    }
    Report report = json ? new JsonReport(out) : new TableReport(out);
    if (name.isEmpty()) {
      report.list(harnesses);
      return 0;
    }
    for (Harness harness : harnesses) {
      if (harness.name().equals(name.get())) {
        return measure(harness, report);
      }
    }
    err.println("tern bench: there is no harness '" + name.get() + "'; choose one of these:");
    new TableReport(err).list(harnesses);
    return 2;
  }

  private int measure(Harness harness, Report report) {
    List<Row> measured = new ArrayList<>();
    try {
      harness.run(
          new Harness.Setting(quick, seed, made(), keep, err::println, only),
          row -> {
            if (measured.isEmpty()) {
              report.begin(Machine.describe());
            }
            measured.add(row);
            report.row(row);
          });
    } catch (WrongAnswerException | IOException e) {
      return failed(e);
    } catch (UncheckedIOException e) {
      return failed(e.getCause());
    }
    return measured.stream().allMatch(Row::holds) ? 0 : 1;
  }

  private OptionalInt made() {
    return documents.stream().mapToInt(Integer::intValue).findFirst();
  }

  private int failed(Exception failure) {
    String sentence = failure.getMessage();
    err.println("tern bench: " + (sentence == null ? failure.toString() : sentence));
    return 1;
  }

  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }
}
