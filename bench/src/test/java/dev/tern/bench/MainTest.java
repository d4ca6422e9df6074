package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MainTest {
  private static final Row FAST =
      new Row("hop", 2, Unit.MICROSECONDS, Samples.of(5, 4, 6), Samples.of(8, 10, 12), "a frog, µ");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /// What a harness of these tests does.
  private interface Measurement {
    void run(Harness.Setting setting, Consumer<Row> rows) throws IOException;
  }

  private record Fake(String name, Measurement measurement) implements Harness {
    @Override
    public String description() {
      return "what " + name + " measures";
    }

    @Override
    public void run(Setting setting, Consumer<Row> rows) throws IOException {
      measurement.run(setting, rows);
    }
  }

  @Test
  void withoutANameAllHarnessesAreListed() throws IOException {
    assertEquals(0, run((setting, rows) -> rows.accept(FAST)));
    assertEquals(List.of("frogs  what frogs measures"), lines(out));
    out.reset();
    assertEquals(0, run((setting, rows) -> rows.accept(FAST), "--json"));
    assertEquals(Map.of("name", "frogs", "description", "what frogs measures"), onlyJsonLine());
  }

  @Test
  void anUnknownNameIsNotUnderstood() {
    assertEquals(2, run((setting, rows) -> rows.accept(FAST), "toads", "--json"));
    assertEquals("", text(out));
    assertTrue(lines(err).get(0).contains("'toads'"), text(err));
    assertEquals("frogs  what frogs measures", lines(err).get(1));
  }

  @Test
  void anUnknownOptionIsNotUnderstood() {
    assertEquals(2, run((setting, rows) -> rows.accept(FAST), "frogs", "--fast"));
    assertEquals("", text(out));
    assertEquals(2, run((setting, rows) -> rows.accept(FAST), "frogs", "--seed", "many"));
  }

  @Test
  void helpNamesTheProgram() {
    assertEquals(0, run((setting, rows) -> rows.accept(FAST), "--help"));
    assertTrue(text(out).startsWith("Usage: tern bench "), text(out));
  }

  @Test
  void jsonHasAllKeysAndNothingElseIsPrinted() throws IOException {
    int exitCode =
        run(
            (setting, rows) -> {
              setting.progress().accept("hopping");
              rows.accept(FAST.withTarget(1.5));
            },
            "frogs",
            "--json");
    assertEquals(0, exitCode);
    Map<String, Object> row = onlyJsonLine();
    assertEquals(
        Set.of(
            "work",
            "threads",
            "tern",
            "ternP10",
            "ternP90",
            "peer",
            "peerP10",
            "peerP90",
            "unit",
            "peerName",
            "ratio",
            "spread",
            "target",
            "holds",
            "machine"),
        row.keySet());
    assertEquals("hop", row.get("work"));
    assertEquals(2, row.get("threads"));
    assertEquals(5.0, row.get("tern"));
    assertEquals(4.2, (double) row.get("ternP10"), 1e-9);
    assertEquals(5.8, (double) row.get("ternP90"), 1e-9);
    assertEquals(10.0, row.get("peer"));
    assertEquals(2.0, row.get("ratio"));
    assertEquals(0.1, row.get("spread"));
    assertEquals(1.5, row.get("target"));
    assertEquals(true, row.get("holds"));
    assertEquals("a frog, µ", row.get("peerName"));
    assertEquals(Machine.describe(), row.get("machine"));
    assertEquals(List.of("hopping"), lines(err));
  }

  @Test
  void aRowWithoutTargetHasNull() throws IOException {
    assertEquals(0, run((setting, rows) -> rows.accept(FAST), "frogs", "--json"));
    Map<String, Object> row = onlyJsonLine();
    assertTrue(row.containsKey("target"));
    assertNull(row.get("target"));
    assertEquals(true, row.get("holds"));
  }

  @Test
  void theTableNamesTheMachineAndHasALineForEachRow() {
    assertEquals(
        1,
        run(
            (setting, rows) -> {
              rows.accept(FAST);
              rows.accept(FAST.withTarget(2.5));
            },
            "frogs"));
    List<String> lines = lines(out);
    assertEquals(4, lines.size(), text(out));
    assertEquals(Machine.describe(), lines.get(0));
    assertTrue(lines.get(1).matches("work +thr +tern +peer +unit .*"), lines.get(1));
    assertTrue(lines.get(2).matches("hop +2 +5\\.0 +10\\.0 µs +2\\.00x +10\\.0% +-  a frog, µ"));
    assertTrue(lines.get(3).contains(" 2.50 MISSED  a frog"), lines.get(3));
  }

  @Test
  void quickAndSeedReachTheHarness() {
    AtomicReference<Harness.Setting> seen = new AtomicReference<>();
    assertEquals(0, run((setting, rows) -> seen.set(setting), "frogs", "--quick", "--seed", "77"));
    assertTrue(seen.get().quick());
    assertEquals(77, seen.get().seed());
    assertEquals(0, run((setting, rows) -> seen.set(setting), "frogs"));
    assertTrue(!seen.get().quick());
  }

  @Test
  void theNumberOfDocumentsReachesTheHarness() {
    AtomicReference<Harness.Setting> seen = new AtomicReference<>();
    assertEquals(0, run((setting, rows) -> seen.set(setting), "frogs", "--documents", "300"));
    assertEquals(OptionalInt.of(300), seen.get().documents());
    assertEquals(0, run((setting, rows) -> seen.set(setting), "frogs"));
    assertEquals(OptionalInt.empty(), seen.get().documents());
    assertEquals(2, run((setting, rows) -> seen.set(setting), "frogs", "--documents", "0"));
    assertEquals(List.of("tern bench: --documents is at least 1"), lines(err));
  }

  @Test
  void whereToKeepReachesTheHarness() {
    AtomicReference<Harness.Setting> seen = new AtomicReference<>();
    assertEquals(0, run((setting, rows) -> seen.set(setting), "frogs", "--keep", "pond"));
    assertEquals(Optional.of(Path.of("pond")), seen.get().keep());
    assertEquals(0, run((setting, rows) -> seen.set(setting), "frogs", "--only", "1M .*qa"));
    assertEquals(Optional.empty(), seen.get().keep());
    assertTrue(seen.get().wantsPart("lsr 1M clustered", "qa"));
    assertTrue(!seen.get().wantsPart("lsr 1M clustered", "qb"));
  }

  @Test
  void onlyIsAPatternForTheNamesOfRows() {
    AtomicReference<Harness.Setting> seen = new AtomicReference<>();
    assertEquals(
        0, run((setting, rows) -> seen.set(setting), "frogs", "--only", "hop/1/(tree|red)"));
    assertTrue(seen.get().wants("long hop", 1, "tree frog"));
    assertTrue(!seen.get().wants("hop", 2, "tree"));
    assertTrue(!seen.get().wants("hop", 1, "toad"));
    assertEquals(2, run((setting, rows) -> seen.set(setting), "frogs", "--only", "("));
  }

  @Test
  void whatGoesWrongIsOneSentence() {
    assertEquals(1, run((setting, rows) -> fail(new FileNotFoundException("no frogs")), "frogs"));
    assertEquals(List.of("tern bench: no frogs"), lines(err));
    assertEquals("", text(out));
    err.reset();
    assertEquals(
        1,
        run(
            (setting, rows) -> {
              throw new WrongAnswerException("4 is not 5");
            },
            "frogs"));
    assertEquals(List.of("tern bench: 4 is not 5"), lines(err));
  }

  private static void fail(IOException failure) throws IOException {
    throw failure;
  }

  private int run(Measurement measurement, String... arguments) {
    return Main.run(
        List.of(new Fake("frogs", measurement)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private Map<String, Object> onlyJsonLine() throws IOException {
    assertEquals(1, lines(out).size(), text(out));
    return JSON.std.mapFrom(text(out));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private static List<String> lines(ByteArrayOutputStream stream) {
    return text(stream).lines().toList();
  }
}
