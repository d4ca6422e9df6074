package dev.tern.encoder.training.step;

import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.testing.Golden;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ten optimiser steps against the reference: what each step reports, and the weights at the end.
class StepRunsTest {
  private static final int ALL = Integer.MAX_VALUE;

  @Test
  void mini() throws IOException {
    check(Golden.resource("training/steps/mini-plain.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bert-mlm-plain",
        "distilbert-mlm-plain",
        "bert-dense-plain",
        "bert-mlm-accumulate-2",
        "bert-mlm-authors-optimiser",
        "bert-mlm-masked-language-model"
      })
  void others(String run) throws IOException {
    check(Shared.golden("training/steps/" + run + ".json"));
  }

  @Test
  void cachedGradientsAreThoseOfTheWholeBatch() throws IOException {
    Path file = Golden.resource("training/steps/mini-plain.json");
    GoldenRun run = GoldenRun.read(file);
    List<Parameter> whole = run.train(ALL, 1).parameters();
    List<Parameter> cached = run.train(5, 2).parameters();
    compare(whole, cached, 2e-6);
    run.checkWeights(cached);
  }

  @Test
  void threadsChangeNoBit() throws IOException {
    GoldenRun run = GoldenRun.read(Golden.resource("training/steps/mini-plain.json"));
    for (int textsPerPass : new int[] {ALL, 5}) {
      List<Parameter> alone = run.train(textsPerPass, 1).parameters();
      compare(alone, run.train(textsPerPass, 2).parameters(), 0);
      compare(alone, run.train(textsPerPass, 3).parameters(), 0);
    }
  }

  private static void compare(List<Parameter> expected, List<Parameter> found, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      Parameter parameter = expected.get(i);
      // Their gradient is 0 but for rounding, and moves them as far as any other.
      boolean isNoise = tolerance > 0 && GoldenRun.isKeyBias(parameter.name());
      for (int k = 0; k < parameter.size() && !isNoise; k++) {
        GoldenModel.assertNear(
            parameter.values()[k], found.get(i).values()[k], tolerance, parameter.name());
      }
    }
  }

  private static void check(Path file) throws IOException {
    GoldenRun run = GoldenRun.read(file);
    GoldenRun.Trained trained = run.train(ALL, 2);
    run.checkRows(trained.rows());
    run.checkWeights(trained.parameters());
  }
}
