package dev.tern.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryImpactsTest {
  private static QueryImpacts impacts(SparseVector query, IntPredicate known, float step) {
    QueryImpacts impacts = new QueryImpacts();
    // What an earlier query has left is forgotten.
    impacts.set(SparseVector.of(new int[] {1}, new float[] {3}), i -> true, 0);
    impacts.set(query, known, step);
    return impacts;
  }

  @Test
  void theGreatestKnownWeightBecomes4095() {
    SparseVector query = SparseVector.of(new int[] {2, 5, 8, 9}, new float[] {1, 100, 2, 0.0001f});
    QueryImpacts impacts = impacts(query, i -> i != 1, 0);
    assertEquals(2048, impacts.impact(0));
    assertEquals(0, impacts.impact(1));
    assertEquals(4095, impacts.impact(2));
    assertEquals(0, impacts.impact(3));
    assertEquals(2.0 / 4095, impacts.step());
    assertEquals(0, impacts(query, i -> false, 0).impact(0));
  }

  @Test
  void wholeNumbersAreTheirOwnImpactsWithAStepOf1() {
    SparseVector query = SparseVector.of(new int[] {2, 5, 8}, new float[] {1, 255, 4095});
    QueryImpacts impacts = impacts(query, i -> true, 1);
    assertEquals(1, impacts.step());
    assertEquals(1, impacts.impact(0));
    assertEquals(255, impacts.impact(1));
    assertEquals(4095, impacts.impact(2));
  }

  @Test
  void aStepThatIsTooSmallIsRaised() {
    SparseVector query = SparseVector.of(new int[] {2, 5}, new float[] {1, 8190});
    QueryImpacts impacts = impacts(query, i -> true, 1);
    assertEquals(2, impacts.step());
    assertEquals(4095, impacts.impact(1));
    assertEquals(0, impacts(query, i -> false, 1).step());
  }

  @Test
  void aCoarseStepMayLeaveNothing() {
    SparseVector query = SparseVector.of(new int[] {2, 5}, new float[] {1, 2});
    QueryImpacts impacts = impacts(query, i -> true, 10);
    assertEquals(0, impacts.impact(0) + impacts.impact(1));
  }

  @Randomized(runs = 40)
  void noSumOfScoresExceedsAnInt(RandomGenerator random) {
    int terms = 1 + random.nextInt(random.nextBoolean() ? 5_000 : 200_000);
    float[] weights = new float[terms];
    boolean equal = random.nextBoolean();
    for (int i = 0; i < terms; i++) {
      weights[i] = equal ? 1.7f : Math.max(1e-9f, random.nextFloat());
    }
    SparseVector query = SparseVector.of(IntStream.range(0, terms).toArray(), weights);
    QueryImpacts impacts = impacts(query, i -> true, 0);
    long sum = 0;
    for (int i = 0; i < terms; i++) {
      assertTrue(impacts.impact(i) >= 0 && impacts.impact(i) <= QueryImpacts.MAX_IMPACT);
      sum += impacts.impact(i);
    }
    assertTrue(sum * 255 <= Integer.MAX_VALUE, "terms=" + terms + " sum=" + sum);
    assertTrue(
        terms < 4_000 || sum * 255 > Integer.MAX_VALUE / 2, "terms=" + terms + " sum=" + sum);
  }

  @Randomized(runs = 40)
  void theLeastScoreIsTheFirstThatReachesTheThreshold(RandomGenerator random) {
    double unit = Math.exp(random.nextDouble(-20, 5));
    int score = random.nextInt(1, 1 << random.nextInt(1, 31));
    float threshold = ScoreScale.toFloat(unit, score);
    long least = ScoreScale.least(unit, threshold);
    assertTrue(least <= score && ScoreScale.toFloat(unit, (int) least) >= threshold);
    assertTrue(least == 1 || ScoreScale.toFloat(unit, (int) least - 1) < threshold);
    assertEquals(1, ScoreScale.least(unit, 0));
    assertEquals(1, ScoreScale.least(unit, Float.NEGATIVE_INFINITY));
    assertEquals(1L << 31, ScoreScale.least(unit, Float.POSITIVE_INFINITY));
  }
}
