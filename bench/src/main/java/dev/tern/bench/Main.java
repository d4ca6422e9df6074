package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./tern bench NAME`: starts a harness, and prints a table or one JSON object a row.
@Command(
    name = "tern bench",
    mixinStandardHelpOptions = true,
    description = "Measures Tern against plain definitions and named peers, in one run.")
final class Main implements Callable<Integer> {
  private static final Map<String, Harness> HARNESSES =
      List.<Harness>of().stream()
          .collect(Collectors.toUnmodifiableMap(Harness::name, harness -> harness));

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "the harness; all are listed without it")
  private String name;

  @Option(names = "--quick", description = "less work, for a first look")
  private boolean quick;

  @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: 1)")
  private long seed;

  @Option(names = "--json", description = "one JSON object a row instead of a table")
  private boolean json;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Harness harness = name == null ? null : HARNESSES.get(name);
    if (harness == null) {
      HARNESSES
          .values()
          .forEach(each -> System.out.println(each.name() + "  " + each.description()));
      return name == null ? 0 : 2;
    }
    if (!json) {
      System.out.println(Machine.describe());
      System.out.println(Row.HEADER);
    }
    boolean[] allHold = {true};
    harness.run(
        new Harness.Setting(quick, seed, System.err::println),
        row -> {
          allHold[0] &= row.holds();
          System.out.println(json ? asJson(row) : row.toLine());
        });
    return allHold[0] ? 0 : 1;
  }

  private static String asJson(Row row) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(row.toMap());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("a row could not be written as JSON", e);
    }
  }
}
