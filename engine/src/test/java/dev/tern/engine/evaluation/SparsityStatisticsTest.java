package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparsityStatisticsTest {
  @Test
  void countsByHand() {
    TermFrequencies documents = count(List.of(vector(1, 2), vector(2), vector(), vector(2, 9)));
    TermFrequencies queries = count(List.of(vector(2, 9), vector(5)));
    // P(document): 1 1/4, 2 3/4, 9 1/4. P(query): 2 1/2, 5 1/2, 9 1/2.
    assertEquals(
        new SparsityStatistics(5 / 4.0, 3 / 2.0, 0.5 * 0.75 + 0.5 * 0.25),
        SparsityStatistics.of(documents, queries));
    assertEquals(3, documents.vectorsWith(2));
    assertEquals(4, documents.vectors());
    TermFrequencies known = TermFrequencies.of(4, new int[] {9, 1, 2}, new long[] {1, 1, 3});
    assertEquals(SparsityStatistics.of(documents, queries), SparsityStatistics.of(known, queries));
  }

  @Test
  void emptySetsCostNothing() {
    TermFrequencies none = new TermFrequencies();
    assertEquals(new SparsityStatistics(0, 0, 0), SparsityStatistics.of(none, none));
    assertEquals(
        new SparsityStatistics(0, 1, 0), SparsityStatistics.of(none, count(List.of(vector(3)))));
  }

  @Test
  void refusesFrequenciesThatCannotBe() {
    assertRefused(1, new int[] {1}, 2);
    assertRefused(1, new int[] {1}, -1);
    assertRefused(1, new int[] {1, 1}, 1, 1);
    assertRefused(1, new int[] {1, 2}, 1);
    assertRefused(-1, new int[] {});
  }

  /// FLOPS is the mean number of common terms over all pairs.
  @Randomized
  void flopsIsMeanOverlap(RandomGenerator random) {
    List<SparseVector> documents = randomVectors(random);
    List<SparseVector> queries = randomVectors(random);
    double common = 0;
    for (SparseVector document : documents) {
      for (SparseVector query : queries) {
        common += IntStream.of(query.ids()).filter(id -> document.weightOf(id) > 0).count();
      }
    }
    assertEquals(
        common / ((double) documents.size() * queries.size()),
        SparsityStatistics.of(count(documents), count(queries)).flops(),
        1e-12,
        () -> documents + " " + queries);
  }

  private static void assertRefused(long vectors, int[] terms, long... frequencies) {
    assertThrows(
        IllegalArgumentException.class, () -> TermFrequencies.of(vectors, terms, frequencies));
  }

  private static List<SparseVector> randomVectors(RandomGenerator random) {
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 1 + random.nextInt(20); i > 0; i--) {
      vectors.add(vector(random.ints(random.nextInt(30), 0, 50).distinct().sorted().toArray()));
    }
    return vectors;
  }

  private static TermFrequencies count(List<SparseVector> vectors) {
    TermFrequencies set = new TermFrequencies();
    vectors.forEach(set::add);
    return set;
  }

  private static SparseVector vector(int... ids) {
    float[] weights = new float[ids.length];
    Arrays.fill(weights, 1);
    return SparseVector.of(ids, weights);
  }
}
