package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What nobody means to ask has an answer all the same, the same by every way to search.
class AwkwardInputTest {
  /// By impacts with every algorithm, by weights with every algorithm, and in two phases that leave
  /// nothing out.
  private static List<SearchOptions> ways(SearchOptions options) {
    List<SearchOptions> ways = new ArrayList<>();
    for (Algorithm algorithm : Algorithm.values()) {
      ways.add(options.withAlgorithm(algorithm));
      ways.add(options.withAlgorithm(algorithm).withScoring(Scoring.WEIGHTS));
      ways.add(
          options.withAlgorithm(algorithm).withTwoPhase(TwoPhase.defaults().withPruneRatio(0)));
    }
    return ways;
  }

  private static SparseIndex index(List<SparseVector> vectors) throws IOException {
    MemoryFiles files = new MemoryFiles();
    IndexOptions options =
        IndexOptions.defaults().withLayout(PostingsLayout.BOTH).withForwardStore(true);
    new RandomDocuments(vectors, List.of(0), options).write(files);
    return SparseIndex.open(files);
  }

  private static List<Integer> docIds(SearchResult result) {
    return result.hits().stream().map(Hit::docId).toList();
  }

  private static void assertAllFind(
      List<Integer> expected, SparseIndex index, SparseVector query, SearchOptions options) {
    for (SearchOptions way : ways(options)) {
      assertEquals(expected, docIds(index.search(query, way)), way::toString);
    }
  }

  private static SparseVector one(int term, float weight) {
    return SparseVector.of(new int[] {term}, new float[] {weight});
  }

  @Test
  void vectorsThatAreNoneAreRefused() {
    for (float weight :
        new float[] {Float.NaN, -1, 0, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> one(3, weight)).getMessage();
      assertTrue(message.endsWith("id=3 weight=" + weight), message);
    }
    for (int[] ids : new int[][] {{3, 3}, {4, 3}, {-1, 3}}) {
      assertThrows(IllegalArgumentException.class, () -> SparseVector.of(ids, new float[] {1, 1}));
    }
  }

  @Test
  void noHitsAreNotAskedFor() {
    for (int k : new int[] {0, -1, Integer.MIN_VALUE}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> SearchOptions.top(k)).getMessage();
      assertTrue(message.endsWith("k=" + k), message);
    }
    assertThrows(
        IllegalArgumentException.class, () -> SearchOptions.defaults().withThreshold(Float.NaN));
  }

  @Test
  void emptyUnknownAndSingleTermQueries() throws IOException {
    try (SparseIndex index = index(List.of(one(1, 3), one(2, 2), one(1, 1)));
        SparseIndex empty = index(List.of())) {
      for (int k : new int[] {1, 2, 3, 4, Integer.MAX_VALUE}) {
        SearchOptions options = SearchOptions.top(k);
        assertAllFind(List.of(), index, SparseVector.empty(), options);
        assertAllFind(List.of(), index, one(Integer.MAX_VALUE, 1), options);
        assertAllFind(List.of(0, 2).subList(0, Math.min(k, 2)), index, one(1, 7), options);
        assertAllFind(List.of(), empty, one(1, 1), options);
      }
    }
  }

  @Test
  void filtersThatMatchNothing() throws IOException {
    try (SparseIndex index = index(List.of(one(1, 1), one(1, 2)))) {
      SearchOptions options = SearchOptions.top(5);
      for (DocumentFilter filter :
          List.of(
              DocumentFilter.keys(List.of()),
              DocumentFilter.keys(List.of("none", "nor this")),
              DocumentFilter.matching(_ -> false))) {
        assertAllFind(List.of(), index, one(1, 1), options.withFilter(filter));
      }
      DocumentFilter known = DocumentFilter.keys(List.of("none", RandomDocuments.key(0)));
      assertAllFind(List.of(0), index, one(1, 1), options.withFilter(known));
    }
  }

  /// The greatest and the least floats on both sides: an order without an overflow, by impacts with
  /// those that have any, by weights with all. A score that no float can hold is infinite.
  @Test
  void hugeAndTinyWeights() throws IOException {
    List<SparseVector> vectors =
        List.of(
            one(1, Float.MIN_VALUE),
            one(1, Float.MAX_VALUE / 2),
            SparseVector.of(new int[] {1, 2}, new float[] {Float.MAX_VALUE, Float.MIN_VALUE}),
            one(2, Float.MIN_VALUE));
    SparseVector query =
        SparseVector.of(new int[] {1, 2}, new float[] {Float.MAX_VALUE, Float.MIN_VALUE});
    try (SparseIndex index = index(vectors)) {
      // The first segment has the least weight alone, so that its step is the least one, and all
      // others are saturated or exact.
      SearchOptions byWeights = SearchOptions.top(9).withScoring(Scoring.WEIGHTS);
      for (Algorithm algorithm : Algorithm.values()) {
        SearchResult result = index.search(query, byWeights.withAlgorithm(algorithm));
        assertEquals(List.of(2, 1, 0, 3), docIds(result));
        assertEquals(Float.POSITIVE_INFINITY, result.hits().getFirst().score());
        assertEquals(
            index.search(query, SearchOptions.top(9).withAlgorithm(Algorithm.EXHAUSTIVE)).hits(),
            index.search(query, SearchOptions.top(9).withAlgorithm(algorithm)).hits());
      }
    }
  }

  /// 30,522 terms in a document and in a query, and a thousand in others.
  @Test
  void longDocumentsAndQueries() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    List<SparseVector> vectors = new ArrayList<>();
    vectors.add(full(random, 30_522));
    for (int i = 0; i < 40; i++) {
      vectors.add(full(random, 20 + 50 * i));
    }
    vectors.add(full(random, 30_522));
    try (SparseIndex index = index(vectors)) {
      for (SparseVector query :
          List.of(vectors.getFirst(), vectors.get(21), full(random, 1_000), full(random, 1))) {
        List<Integer> expected =
            IntStream.range(0, vectors.size())
                .boxed()
                .sorted(
                    Comparator.comparingDouble((Integer i) -> query.dot(vectors.get(i)))
                        .reversed()
                        .thenComparing(i -> i))
                .limit(10)
                .toList();
        SearchOptions options = SearchOptions.top(10);
        List<Hit> exhaustive =
            index.search(query, options.withAlgorithm(Algorithm.EXHAUSTIVE)).hits();
        for (Algorithm algorithm : Algorithm.values()) {
          assertEquals(exhaustive, index.search(query, options.withAlgorithm(algorithm)).hits());
          SearchOptions byWeights = options.withScoring(Scoring.WEIGHTS);
          assertEquals(expected, docIds(index.search(query, byWeights.withAlgorithm(algorithm))));
        }
      }
    }
  }

  /// The first `size` terms with random weights.
  private static SparseVector full(RandomGenerator random, int size) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = 0.01f + random.nextFloat();
    }
    int[] terms = IntStream.range(0, size).toArray();
    return SparseVector.of(terms, Arrays.copyOf(weights, size));
  }
}
