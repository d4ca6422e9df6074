package dev.tern.encoder.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  @TempDir Path directory;

  private static StepFigures step(long step) {
    return new StepFigures(step, "d", 10.0 / step, 1, 2, 3, 0, 100, 9, 0.5, 1.5, 1000);
  }

  private static Evaluation evaluation(long step) {
    Judge.Figures figures = new Judge.Figures(0.1 * step, 2, 100, 9);
    return new Evaluation(step, Map.of("dev", figures), figures);
  }

  private Path killedAfterStepSix() throws IOException {
    Path file = directory.resolve("log.jsonl");
    try (RunLog log = RunLog.open(file, 0, -1)) {
      log.add(evaluation(0));
      for (int i = 1; i <= 6; i++) {
        log.add(step(i), 0.5);
        if (i % 2 == 0) {
          log.add(evaluation(i));
        }
      }
    }
    Files.writeString(file, "{\"step\": 7, \"lo", StandardOpenOption.APPEND);
    return file;
  }

  /// A checkpoint after step 4 that is older than the evaluation of that step.
  @Test
  void goesOnBehindTheCheckpoint() throws IOException {
    Path file = killedAfterStepSix();
    try (RunLog log = RunLog.open(file, 4, 2)) {
      log.add(evaluation(4));
      log.add(step(5), 0.5);
      assertSteps(new double[] {1, 2, 3, 4, 5}, log.curve("loss", "loss", false));
      assertSteps(new double[] {0, 2, 4}, log.curve("NDCG", "ndcg@10", true));
      assertSteps(new double[] {}, log.curve("NDCG", "ndcg@10", false));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(8, lines.size());
    assertTrue(lines.get(1).startsWith("{\"step\":1,\"data\":\"d\",\"loss\":10.0,"), lines.get(1));
    assertTrue(lines.get(1).endsWith("\"tokens\":1000,\"tokens_per_second\":2000.0}"));
    assertTrue(lines.get(7).contains("\"loss\":2.0"), lines.get(7));
  }

  private static void assertSteps(double[] expected, Curve curve) {
    assertArrayEquals(expected, curve.points().stream().mapToDouble(p -> p[0]).toArray());
  }

  @Test
  void thinningTakesMeansOfNeighbours() {
    List<double[]> points = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      points.add(new double[] {i, i * i});
    }
    Curve thin = new Curve("c", points).thinned(3);
    assertSteps(new double[] {3, 6, 7}, thin);
    assertEquals((1 + 4 + 9) / 3.0, thin.points().getFirst()[1], 1e-12);
    assertEquals(49, thin.points().getLast()[1]);
    assertEquals(7, new Curve("c", points).thinned(7).points().size());
  }

  @Test
  void theReportIsOnePlotForEachCurve() {
    List<double[]> line = List.of(new double[] {1, 2}, new double[] {3, 5}, new double[] {4, 0});
    List<double[]> gap =
        List.of(
            new double[] {1, 1},
            new double[] {2, Double.NaN},
            new double[] {3, 1},
            new double[] {4, 1});
    String page =
        CurveReport.html(
            "a < b",
            List.of(
                new Curve("loss & more", line),
                new Curve("empty", List.of()),
                new Curve("gap", gap)));
    assertTrue(page.contains("<h1>a &lt; b</h1>"), page);
    assertFalse(page.contains("empty"));
    assertEquals(2, page.split("<svg", -1).length - 1);
    // The plot is 440 x 220 with margins 64, 12, 28, 28: the first point lies 2/5 up, the second on
    // top at 2/3 of the width, the third at the bottom.
    assertEquals("M64.0 126.4 L306.7 28.0 L428.0 192.0 ", path(new Curve("loss & more", line)));
    assertEquals(2, path(new Curve("gap", gap)).split("M", -1).length - 1);
  }

  private static String path(Curve curve) {
    String svg = CurveReport.svg(curve);
    assertTrue(svg.contains(">" + curve.title().replace("&", "&amp;") + "</text>"), svg);
    Matcher path = Pattern.compile("<path [^>]* d=\"([^\"]*)\"/>").matcher(svg);
    assertTrue(path.find(), svg);
    return path.group(1);
  }
}
