package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdStartBenchTest {
  @TempDir private Path directory;

  /// That both programs give the same answer is checked by the harness.
  @Test
  void bothProgramsAreStarted() throws IOException {
    Path model = directory.resolve("model");
    new RandomModel(32, 1, 2, 64).write(model, 1);
    Subject subject = new Subject("tiny", model, true, List.of());
    List<Row> rows = new ArrayList<>();
    try (OrtPeers peers = new OrtPeers(subject, directory, 1)) {
      Harness.Setting setting = new Harness.Setting(true, 1, line -> {});
      new ColdStartBench(subject, peers, setting).run(1, rows::add);
    }
    assertEquals(List.of("tiny-cold", "tiny-cold"), rows.stream().map(Row::work).toList());
    for (Row row : rows) {
      assertEquals(Unit.MILLISECONDS, row.unit());
      assertTrue(row.tern().median() > 10, () -> "" + row.tern().median()); // of a new JVM
    }
    assertEquals(700, rows.get(1).peer().median());
  }
}
