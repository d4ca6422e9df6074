package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.engine.Algorithm;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpineTest {
  private static final List<String> ALGORITHMS =
      Stream.of(Algorithm.values())
          .filter(algorithm -> algorithm != Algorithm.SCORE_AT_A_TIME) // of another layout
          .map(TernContender::name)
          .toList();

  @TempDir private Path directory;

  @Test
  void measuresTheWholePath() throws IOException {
    TinyCollection tiny = TinyCollection.make(directory);
    List<Row> rows = new ArrayList<>();
    List<String> progress = new ArrayList<>();
    new Spine(tiny.inputs()).run(new Harness.Setting(true, 1, progress::add), rows::add);
    List<String> expected = new ArrayList<>(List.of("tokenize", "encode", "encode", "index"));
    for (String kind : List.of("inference-free", "siamese")) {
      for (int k : new int[] {10, 100, 1000}) {
        for (String quantile : List.of("p50", "p99")) {
          for (String algorithm : ALGORITHMS) {
            expected.add("search %s %s k=%d %s".formatted(kind, algorithm, k, quantile));
          }
        }
      }
    }
    if (Runtime.getRuntime().availableProcessors() == 1) {
      expected.remove("encode");
    }
    assertEquals(expected, rows.stream().map(Row::work).toList());
    for (Row row : rows) {
      assertTrue(row.ratio() > 0 && Double.isFinite(row.ratio()), row::work);
      assertEquals(
          row.work().contains(" streaming_exhaustive "),
          row.peerName().startsWith("dot product"),
          row::work);
    }
    assertFalse(progress.isEmpty());
    assertEquals(progress.size(), new HashSet<>(progress).size());
  }

  @Test
  void missingDataIsNamedWithTheRemedy() throws IOException {
    TinyCollection tiny = TinyCollection.make(directory);
    Files.delete(tiny.inputs().queryWeights());
    List<Row> rows = new ArrayList<>();
    Harness.Setting setting = new Harness.Setting(true, 1, line -> {});
    FileNotFoundException refusal =
        assertThrows(
            FileNotFoundException.class, () -> new Spine(tiny.inputs()).run(setting, rows::add));
    assertTrue(refusal.getMessage().startsWith(tiny.inputs().queryWeights() + " is not here; "));
    assertTrue(refusal.getMessage().contains("../shared"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("TERN_SHARED"), refusal::getMessage);
    assertEquals(List.of(), rows);
  }
}
