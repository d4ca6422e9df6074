package dev.tern.encoder.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    golden.checkFloats("value", MaskedTokenLoss.replace(logits, golden.ints("labels"), 1));
    golden.checkFloats(
        "grad.logits", IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray());
  }

  @Randomized(runs = 5)
  void rowsOfAnyLengthAreThoseOfTheDefinition(RandomGenerator random) {
    for (int columns : new int[] {1, 2, 15, 16, 17, 100, 30_522}) {
      float[] logits = new float[2 * columns];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) random.nextGaussian() * 8;
      }
      float[] gradients = logits.clone();
      int[] labels = random.ints(2, 0, columns).toArray();
      double value = MaskedTokenLoss.replace(gradients, labels, 3);
      double expected = 0;
      for (int row = 0; row < 2; row++) {
        double sum = 0;
        for (int j = 0; j < columns; j++) {
          sum += Math.exp(logits[row * columns + j]);
        }
        expected += (Math.log(sum) - logits[row * columns + labels[row]]) / 2;
        for (int j = 0; j < columns; j++) {
          double p = Math.exp(logits[row * columns + j]) / sum;
          double gradient = 1.5 * (p - (j == labels[row] ? 1 : 0));
          assertEquals(gradient, gradients[row * columns + j], 1e-5 * p + 3e-7, "j=" + j);
        }
      }
      assertEquals(expected, value, 2e-6 * (1 + Math.abs(expected)), "columns=" + columns);
    }
  }

  @Test
  void whatIsNotANumberShows() {
    float[] logits = {1, Float.NaN, 2};
    assertTrue(Double.isNaN(MaskedTokenLoss.replace(logits, new int[] {0}, 1)));
    assertTrue(Float.isNaN(logits[2]));
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
