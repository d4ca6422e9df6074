package dev.tern.encoder.training.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Three hundred steps on one fixed batch: the loss falls as that of the reference does.
class OverfitTest {
  private static final int UPDATES = 300;

  static Stream<Map<String, Object>> runs() throws IOException {
    Path file = Shared.golden("training/overfit/overfit.json");
    List<?> runs = (List<?>) JSON.std.mapFrom(Files.readString(file)).get("runs");
    assertEquals(5, runs.size());
    return runs.stream().map(TrainingGolden::object);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theLossFallsAsInTheReference(Map<String, Object> run) throws IOException {
    Path root = Shared.golden("training");
    Map<String, Object> batch =
        JSON.std.mapFrom(Files.readString(root.resolve((String) run.get("batch"))));
    GoldenRun golden = new GoldenRun(root.resolve("overfit/overfit.json"), run);
    boolean isMasked = TrainingGolden.object(run.get("settings")).get("rank").equals("mlm");
    Object one = isMasked ? batch.get("mlm") : batch;
    List<Object> batches = IntStream.rangeClosed(0, UPDATES).<Object>mapToObj(_ -> one).toList();
    GoldenRun.Schedule constant = new GoldenRun.Schedule(0, Integer.MAX_VALUE, 1);
    List<GoldenRun.Row> rows = golden.train(batches, constant, Integer.MAX_VALUE, 2).rows();
    List<?> expected = (List<?>) run.get("float64");
    for (Object point : expected) {
      Map<String, Object> known = TrainingGolden.object(point);
      int step = (Integer) known.get("step");
      double loss = ((Number) known.get("loss")).doubleValue();
      double found = rows.get(step).loss();
      String what = run.get("run") + " step " + step + " expected " + loss + " found " + found;
      // Trajectories drift apart even between the two precisions of the reference.
      assertTrue(step >= 10 || Math.abs(found - loss) <= 1e-4 * loss + 1e-7, what);
      assertTrue(found <= 1.5 * loss + 1e-7, what);
    }
  }
}
