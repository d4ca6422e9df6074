package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingBenchTest {
  private static final RandomModel SMALL = new RandomModel(8, 1, 2, 16);

  @TempDir private Path directory;

  @Test
  void aStepIsHeldAgainstTheCeilingAndTheBudget() throws IOException {
    TrainingBench bench =
        TrainingBench.of(new TrainingBench.Shape("small", SMALL, 4, 6, 1), Optional.empty());
    List<Row> rows = new ArrayList<>();
    Harness.Setting setting =
        new Harness.Setting(
            true, 1, OptionalInt.empty(), Optional.empty(), line -> {}, Pattern.compile("/1/"));
    bench.run(setting, rows::add);
    assertEquals(
        List.of("train small-4x6", "train small-4x6 memory"),
        rows.stream().map(Row::work).toList());
    assertTrue(rows.getFirst().ratio() > 0 && rows.getFirst().ratio() < 1.5);
    assertEquals(0.45, rows.getFirst().target().getAsDouble());
    assertEquals(Unit.BYTES, rows.getLast().unit());
  }

  @Test
  void operationsAreThoseOfThreePassesThroughTheLayersAndOneThroughTheDecoder() throws IOException {
    SMALL.write(directory, 1);
    try (TrainingWork work = TrainingWork.load(directory, 1, 4, 6, 1)) {
      assertEquals(24, work.batchTokens());
      double layers = 3 * (4 * 8 * 8 + 2 * 8 * 16 + 8 * 8) + 3 * 2 * 6 * 8;
      assertEquals(2 * 24 * (layers + 8 * 30522), work.operations());
      assertEquals(24, work.run().loss().tokens());
      assertTrue(work.run().step().orElseThrow().isTaken());
    }
  }
}
