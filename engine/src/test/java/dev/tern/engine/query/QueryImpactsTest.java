package dev.tern.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryImpactsTest {
  @Test
  void theGreatestKnownWeightBecomes4095() {
    SparseVector query = SparseVector.of(new int[] {2, 5, 8, 9}, new float[] {1, 100, 2, 0.0001f});
    QueryImpacts impacts = QueryImpacts.of(query, term -> term != 5, 0);
    assertEquals(2, impacts.size());
    assertEquals(2, impacts.term(0));
    assertEquals(2048, impacts.impact(0));
    assertEquals(4095, impacts.impactOf(8));
    assertEquals(0, impacts.impactOf(9));
    assertEquals(0, impacts.impactOf(5));
    assertEquals(2.0 / 4095, impacts.step());
    assertEquals(0, QueryImpacts.of(query, term -> false, 0).size());
  }

  @Test
  void wholeNumbersAreTheirOwnImpactsWithAStepOf1() {
    SparseVector query = SparseVector.of(new int[] {2, 5, 8}, new float[] {1, 255, 4095});
    QueryImpacts impacts = QueryImpacts.of(query, term -> true, 1);
    assertEquals(1, impacts.step());
    assertEquals(1, impacts.impactOf(2));
    assertEquals(255, impacts.impactOf(5));
    assertEquals(4095, impacts.impactOf(8));
  }

  @Test
  void aStepThatIsTooSmallIsRaised() {
    SparseVector query = SparseVector.of(new int[] {2, 5}, new float[] {1, 8190});
    QueryImpacts impacts = QueryImpacts.of(query, term -> true, 1);
    assertEquals(2, impacts.step());
    assertEquals(4095, impacts.impactOf(5));
    assertEquals(0, QueryImpacts.of(query, term -> false, 1).step());
  }

  @Test
  void aCoarseStepMayLeaveNothing() {
    SparseVector query = SparseVector.of(new int[] {2, 5}, new float[] {1, 2});
    assertEquals(0, QueryImpacts.of(query, term -> true, 10).size());
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
    QueryImpacts impacts = QueryImpacts.of(query, term -> true, 0);
    long sum = 0;
    for (int i = 0; i < impacts.size(); i++) {
      assertTrue(impacts.impact(i) >= 1 && impacts.impact(i) <= QueryImpacts.MAX_IMPACT);
      sum += impacts.impact(i);
    }
    assertTrue(sum * 255 <= Integer.MAX_VALUE, "terms=" + terms + " sum=" + sum);
    assertTrue(
        terms < 4_000 || sum * 255 > Integer.MAX_VALUE / 2, "terms=" + terms + " sum=" + sum);
  }

  @Randomized(runs = 40)
  void theLeastScoreIsTheFirstThatReachesTheThreshold(RandomGenerator random) {
    ScoreScale scale = new ScoreScale(Math.exp(random.nextDouble(-20, 5)));
    int score = random.nextInt(1, 1 << random.nextInt(1, 31));
    float threshold = scale.toFloat(score);
    long least = scale.least(threshold);
    assertTrue(least <= score && scale.toFloat((int) least) >= threshold);
    assertTrue(least == 1 || scale.toFloat((int) least - 1) < threshold);
    assertEquals(1, scale.least(0));
    assertEquals(1, scale.least(Float.NEGATIVE_INFINITY));
    assertEquals(1L << 31, scale.least(Float.POSITIVE_INFINITY));
  }
}
