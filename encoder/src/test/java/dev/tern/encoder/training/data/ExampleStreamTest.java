package dev.tern.encoder.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.training.data.JsonExamples.Format;
import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.StateFile;
import dev.tern.encoder.training.state.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleStreamTest {
  @TempDir Path directory;

  @Test
  void everyEpochHoldsEveryRowOnceInAnOrderOfItsOwn() throws IOException {
    try (ExampleSource rows = rows("a", 10)) {
      ExampleStream stream = stream(false, new DataSet("a", rows, 1, 1));
      List<String> queries = queries(stream, 10, 3);
      List<List<String>> epochs =
          List.of(queries.subList(0, 10), queries.subList(10, 20), queries.subList(20, 30));
      for (List<String> epoch : epochs) {
        assertEquals(
            IntStream.range(0, 10).mapToObj(i -> "a" + i).toList(),
            epoch.stream().sorted().toList());
      }
      assertNotEquals(epochs.get(0), epochs.get(1));
      assertNotEquals(epochs.get(1), epochs.get(2));
    }
  }

  /// Written down once: another order would make every saved run another run.
  @Test
  void ordersNeverChange() {
    assertEquals("[0, 4, 6, 5, 7, 1, 3, 2]", Arrays.toString(SplitMix.permutation(8, 42, 0)));
    assertEquals("[0, 2, 6, 4, 1, 3, 5, 7]", Arrays.toString(SplitMix.permutation(8, 42, 1)));
  }

  @Test
  void permutationsAreUniform() {
    int[][] counts = new int[5][5];
    for (int seed = 0; seed < 5000; seed++) {
      int[] order = SplitMix.permutation(5, seed, 3);
      for (int i = 0; i < 5; i++) {
        counts[i][order[i]]++;
      }
    }
    for (int[] row : counts) {
      for (int count : row) {
        assertEquals(1000, count, 150, Arrays.deepToString(counts));
      }
    }
  }

  @Test
  void batchesComeFromOneDataSetInProportion() throws IOException {
    try (ExampleSource a = rows("a", 7);
        ExampleSource b = rows("b", 5)) {
      ExampleStream stream = stream(false, new DataSet("a", a, 1, 3), new DataSet("b", b, 1, 1));
      int fromA = 0;
      for (int i = 0; i < 2000; i++) {
        Batch batch = stream.next(2);
        assertEquals(i, batch.number());
        for (PlacedExample placed : batch.examples()) {
          assertTrue(placed.example().query().text().startsWith(batch.dataSet()));
        }
        fromA += batch.dataSet().equals("a") ? 1 : 0;
      }
      assertEquals(1500, fromA, 100);
    }
  }

  @Test
  void resumesAtTheExactExample() throws IOException {
    try (ExampleSource a = rows("a", 7);
        ExampleSource b = rows("b", 5)) {
      DataSet[] sets = {new DataSet("a", a, 1, 1), new DataSet("b", b, 1, 2)};
      ExampleStream whole = stream(true, sets);
      List<String> expected = queries(whole, 3, 40);
      for (int stop : new int[] {0, 1, 9, 23}) {
        ExampleStream killed = stream(true, sets);
        queries(killed, 3, stop);
        TrainingState state = new TrainingState();
        killed.save(state);
        Path file = directory.resolve("run.state");
        StateFile.write(state, file);
        queries(killed, 3, 5);
        ExampleStream resumed = stream(true, sets);
        resumed.restore(StateFile.read(file));
        assertEquals(expected.subList(3 * stop, 120), queries(resumed, 3, 40 - stop));
      }
    }
  }

  @Test
  void refusesToResumeWithOtherRows() throws IOException {
    try (ExampleSource seven = rows("a", 7);
        ExampleSource five = rows("b", 5)) {
      TrainingState state = new TrainingState();
      stream(false, new DataSet("a", seven, 1, 1)).save(state);
      ExampleStream other = stream(false, new DataSet("a", five, 1, 1));
      assertEquals(
          "\"data/a\" in the state of this run had 7 rows and now there are 5; resume with the"
              + " files it was made of",
          assertThrows(StateException.class, () -> other.restore(state)).getMessage());
      ExampleStream renamed = stream(false, new DataSet("b", seven, 1, 1));
      assertThrows(StateException.class, () -> renamed.restore(state));
    }
  }

  @Test
  void badRowsStopOrAreCounted() throws IOException {
    Path file = directory.resolve("mixed.jsonl");
    Files.writeString(
        file,
        """
        {"query": "good", "positive": "a", "negatives": ["b"]}
        {"query": "bad"}
        {"query": "short", "positive": "a", "negatives": ["b"]}
        """);
    try (ExampleSource rows = JsonExamples.open(file, Format.TRIPLES, RowKeys.USUAL)) {
      ExampleStream strict = stream(false, new DataSet("a", rows, 2, 1));
      String message = assertThrows(TrainingDataException.class, () -> strict.next(3)).getMessage();
      assertTrue(message.startsWith(file + ":2: "), message);
      ExampleStream lenient = stream(true, new DataSet("a", rows, 2, 1));
      assertEquals(
          List.of("good", "good", "short", "short"),
          queries(lenient, 4, 1).stream().sorted().toList());
      assertTrue(lenient.skipped() >= 1 && lenient.skipped() <= 2);
      ExampleStream hungry = stream(true, new DataSet("a", rows, 3, 1));
      assertThrows(TrainingDataException.class, () -> hungry.next(1), "no row has 3 documents");
    }
  }

  @Test
  void refusesMixturesThatAreNone() throws IOException {
    try (ExampleSource a = rows("a", 7)) {
      DataSet set = new DataSet("a", a, 1, 1);
      assertThrows(IllegalArgumentException.class, () -> stream(false, set, set));
      assertThrows(IllegalArgumentException.class, () -> stream(false));
      assertThrows(IllegalArgumentException.class, () -> new DataSet("a", a, 1, 0));
    }
  }

  private static ExampleStream stream(boolean skips, DataSet... sets) {
    return new ExampleStream(List.of(sets), 11, skips);
  }

  private ExampleSource rows(String name, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("{\"query\": \"" + name + i + "\", \"positive\": \"p" + i + "\"}\n");
    }
    Path file = directory.resolve(name + ".jsonl");
    Files.writeString(file, text);
    return JsonExamples.open(file, Format.PAIRS, RowKeys.USUAL);
  }

  private static List<String> queries(ExampleStream stream, int size, int batches)
      throws IOException {
    List<String> queries = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      for (PlacedExample placed : stream.next(size).examples()) {
        queries.add(placed.example().query().text());
      }
    }
    return queries;
  }
}
