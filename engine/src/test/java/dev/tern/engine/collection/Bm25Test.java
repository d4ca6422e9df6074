package dev.tern.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class Bm25Test {
  @Randomized
  void theTwoSidesMultiplyToTheTextbookFormula(RandomGenerator random) {
    float k1 = random.nextFloat() * 3;
    float b = random.nextFloat();
    int tf = 1 + random.nextInt(50);
    long length = (long) tf + random.nextInt(1000);
    double average = 1 + random.nextDouble() * 500;
    long documents = 1L + random.nextInt(1_000_000);
    long df = 1 + random.nextLong(documents);
    int qtf = 1 + random.nextInt(3);
    double idf = Math.log(1 + (documents - df + 0.5) / (df + 0.5));
    double expected = qtf * idf * tf / (tf + k1 * (1 - b + b * (length / average)));
    double actual =
        (double) new Bm25(k1, b).documentWeight(tf, length, average)
            * Bm25.queryWeight(qtf, df, documents);
    assertEquals(expected, actual, 1e-6 * expected);
  }

  @Test
  void weightsGrowTowardsOneAndAreAboveZero() {
    float previous = 0;
    for (int tf = 1; tf < 1000; tf++) {
      float weight = Bm25.DEFAULT.documentWeight(tf, 1000, 100);
      assertTrue(weight > previous && weight < 1, "tf=" + tf + " weight=" + weight);
      previous = weight;
    }
    assertEquals(1, new Bm25(0, 0.5f).documentWeight(3, 10, 7));
    assertTrue(Bm25.queryWeight(1, 1000, 1000) > 0);
  }

  @Test
  void constantsOutsideTheirRangesAreRefused() {
    for (float k1 : new float[] {-0.1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new Bm25(k1, 0.5f), "k1=" + k1);
    }
    for (float b : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Bm25(1, b), "b=" + b);
    }
  }
}
