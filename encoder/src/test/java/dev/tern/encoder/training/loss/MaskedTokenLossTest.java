package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.encoder.training.CentralDifferences;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedTokenLossTest {
  static Stream<TrainingGolden> cases() throws IOException {
    return TrainingGolden.losses("mlm_cross_entropy");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(TrainingGolden golden) {
    double[] exact = golden.doubles("logits");
    float[] logits = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      logits[i] = (float) exact[i];
    }
    // The logits are floats to begin with, so only the gradients are rounded.
    golden.check("value", MaskedTokenLoss.replace(logits, golden.ints("labels"), 1));
    golden.checkFloats(
        "grad.logits", IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray());
  }

  @Randomized(runs = 5)
  void gradientIsThatOfTheValue(RandomGenerator random) {
    double[] logits = random.doubles(9, -5, 5).toArray();
    int label = random.nextInt(9);
    double[] gradient = logits.clone();
    MaskedTokenLoss.replace(gradient, label, 1);
    CentralDifferences.check(
        "logits", logits, gradient, x -> MaskedTokenLoss.replace(x.clone(), label, 1));
  }

  @Test
  void refusesNothingToPredict() {
    assertThrows(
        IllegalArgumentException.class, () -> MaskedTokenLoss.replace(new float[4], new int[0], 1));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> MaskedTokenLoss.replace(new float[4], new int[] {4}, 1));
  }
}
