package dev.tern.encoder.training.optimiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.loss.LambdaRamp;
import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.StateFile;
import dev.tern.encoder.training.state.TrainingState;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimiserTest {
  @TempDir Path directory;

  @Test
  void scheduleAgreesWithTheReference() throws IOException {
    Map<String, Object> file =
        JSON.std.mapFrom(Files.readString(Golden.resource("training/losses/schedule.json")));
    List<?> rows = (List<?>) TrainingGolden.object(file.get("learning_rate")).get("rows");
    assertTrue(rows.size() > 20);
    for (Object row : rows) {
      Map<String, Object> expected = TrainingGolden.object(row);
      LearningRate rate =
          new LearningRate((Integer) expected.get("warm_up"), (Integer) expected.get("total"));
      assertEquals(
          ((Number) expected.get("factor")).doubleValue(),
          rate.factor((Integer) expected.get("step")),
          1e-16,
          row.toString());
    }
  }

  /// What a run of ten steps reports besides its model: rates, lambdas and clipping factors.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert-dense-plain",
        "bert-mlm-accumulate-2",
        "bert-mlm-authors-optimiser",
        "bert-mlm-masked-language-model",
        "bert-mlm-plain",
        "distilbert-mlm-plain",
        "mini-plain"
      })
  void stepsAgreeWithTheReference(String run) throws IOException {
    Path file = Shared.golden("training/steps/" + run + ".json");
    Map<String, Object> root = JSON.std.mapFrom(Files.readString(file));
    Map<String, Object> settings = TrainingGolden.object(root.get("settings"));
    LearningRate rate = new LearningRate(3, 10);
    double lambda = ((Number) settings.getOrDefault("lambda_d", 0)).doubleValue();
    Clipping clipping =
        settings.get("clip") == null
            ? Clipping.NONE
            : new Clipping(((Number) settings.get("clip")).doubleValue());
    List<?> rows = (List<?>) root.get("rows");
    assertEquals(10, rows.size());
    for (int step = 0; step < 10; step++) {
      Map<String, Object> row = TrainingGolden.object(rows.get(step));
      assertEquals(number(row, "learning_rate"), 2e-3 * rate.factor(step), 1e-17, "rate " + step);
      assertEquals(number(row, "lambda"), new LambdaRamp(lambda, 5).at(step), 1e-17);
      assertEquals(number(row, "clip_factor"), clipping.factor(number(row, "grad_norm")), 1e-15);
      if (row.containsKey("idf_rate")) {
        // Recorded after the step: the rate of the one that follows.
        assertEquals(number(row, "idf_rate"), 1e-2 * rate.factor(step + 1), 1e-17);
      }
    }
  }

  private static double number(Map<String, Object> row, String key) {
    return ((Number) row.get(key)).doubleValue();
  }

  @Test
  void normGoesOverAllParameters() {
    Parameter a = new Parameter("a", new float[2]);
    Parameter b = new Parameter("b", new float[1]);
    a.gradients()[0] = 2;
    a.gradients()[1] = -3;
    b.gradients()[0] = 6;
    assertEquals(7, new Clipping(3.5).apply(List.of(a, b)), 1e-12);
    assertEquals(3.5, Clipping.norm(List.of(a, b)), 1e-5);
    assertEquals(3.5, new Clipping(4).apply(List.of(a, b)), 1e-5, "a short one stays");
    b.gradients()[0] = Float.NaN;
    assertTrue(Double.isNaN(new Clipping(1).apply(List.of(a, b))));
    assertEquals(1, a.gradients()[0], 1e-6);
  }

  @Test
  void microBatchesAreAveragedAndNothingMovesWithinAStep() {
    Run two = new Run(2);
    Run one = new Run(1);
    two.parameter.gradients()[0] += (float) (3 * two.optimiser.microBatchWeight());
    assertEquals(Optional.empty(), two.optimiser.microBatchDone());
    assertFalse(two.optimiser.isBetweenSteps());
    assertThrows(IllegalStateException.class, () -> two.optimiser.save(new TrainingState()));
    two.parameter.gradients()[0] += (float) (5 * two.optimiser.microBatchWeight());
    one.parameter.gradients()[0] = 4;
    assertEquals(
        one.optimiser.microBatchDone().orElseThrow(), two.optimiser.microBatchDone().orElseThrow());
    assertArrayEquals(one.parameter.values(), two.parameter.values());
    assertEquals(0, two.parameter.gradients()[0], "cleared for the next step");
  }

  @Test
  void aStepWithoutAFiniteNormIsNotTaken() {
    Run run = new Run(1);
    float[] before = run.parameter.values().clone();
    run.parameter.gradients()[1] = Float.POSITIVE_INFINITY;
    Optimiser.Step step = run.optimiser.microBatchDone().orElseThrow();
    assertFalse(step.isTaken());
    assertArrayEquals(before, run.parameter.values());
    assertEquals(0, run.optimiser.step());
  }

  @Test
  void resumesWithTheSameBits() throws IOException {
    Run whole = new Run(2);
    whole.run(0, 20);

    Run killed = new Run(2);
    killed.run(0, 7);
    Path file = directory.resolve("run.state");
    TrainingState state = new TrainingState();
    killed.optimiser.save(state);
    StateFile.write(state, file);
    killed.run(7, 9);
    Run resumed = new Run(2);
    resumed.optimiser.restore(StateFile.read(file));
    assertEquals(7, resumed.optimiser.step());
    resumed.run(7, 20);

    assertArrayEquals(whole.parameter.values(), resumed.parameter.values());
    whole.average.swap();
    resumed.average.swap();
    assertArrayEquals(whole.parameter.values(), resumed.parameter.values());
    Parameter other = new Parameter("other", new float[3]);
    Optimiser another =
        new Optimiser(
            new AdamW(List.of(new ParameterGroup(List.of(other), 1, 0))),
            new LearningRate(0, 1),
            Clipping.NONE,
            Optional.empty(),
            1);
    assertThrows(StateException.class, () -> another.restore(StateFile.read(file)));
  }

  @Test
  void theAverageFollowsItsFormula() {
    Parameter p = new Parameter("p", new float[] {1});
    WeightAverage average = new WeightAverage(List.of(p), 0.25);
    double expected = 1;
    for (int t = 1; t <= 5; t++) {
      p.values()[0] = t * t;
      average.update();
      double d = Math.min(0.25, (1.0 + t) / (10.0 + t));
      expected = d * expected + (1 - d) * t * t;
    }
    average.swap();
    assertEquals(expected, p.values()[0], 1e-5);
    average.swap();
    assertEquals(25, p.values()[0]);
  }

  /// A parameter that is pulled about by random gradients.
  private static final class Run {
    final Parameter parameter = new Parameter("p", new float[] {0.1f, 0.2f, 0.3f, 0.4f});
    final WeightAverage average = new WeightAverage(List.of(parameter), 0.9);
    final int microBatches;
    final Optimiser optimiser;

    Run(int microBatches) {
      this.microBatches = microBatches;
      optimiser =
          new Optimiser(
              new AdamW(List.of(new ParameterGroup(List.of(parameter), 0.05, 0.01))),
              new LearningRate(0, 20),
              new Clipping(1),
              Optional.of(average),
              microBatches);
    }

    void run(int from, int to) {
      for (int step = from; step < to; step++) {
        Random random = new Random(step);
        for (int part = 0; part < microBatches; part++) {
          for (int i = 0; i < parameter.size(); i++) {
            parameter.gradients()[i] +=
                (float) (random.nextGaussian() * optimiser.microBatchWeight());
          }
          optimiser.microBatchDone();
        }
      }
    }
  }
}
