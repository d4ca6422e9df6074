package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every algorithm gives the hits that a plain loop over the vectors gives: ids, integer scores and
/// order, ties included.
class AlgorithmsTest {
  /// Every algorithm finds what it reads.
  private static final IndexOptions BOTH = IndexOptions.defaults().withLayout(PostingsLayout.BOTH);

  @Randomized(runs = 250)
  void allEqualTheNaiveLoop(RandomGenerator random) throws IOException {
    RandomDocuments documents = RandomDocuments.draw(random);
    MemoryFiles files = new MemoryFiles();
    documents.write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      NaiveSearch naive = NaiveSearch.of(documents.vectors(), files);
      for (int i = 0; i < 12; i++) {
        SparseVector query =
            RandomDocuments.vector(random, 24, random.nextDouble(), 1 + random.nextInt(6));
        List<Hit> all = naive.search(query, Integer.MAX_VALUE, 0, docId -> true);
        int k = 1 + random.nextInt(documents.vectors().size() + 3);
        float threshold =
            all.isEmpty() || random.nextBoolean() ? 0 : all.get(random.nextInt(all.size())).score();
        IntPredicate filter = random.nextBoolean() ? docId -> true : docId -> docId % 3 != 1;
        List<Hit> expected = naive.search(query, k, threshold, filter);
        SearchOptions options =
            SearchOptions.top(k)
                .withThreshold(threshold)
                .withFilter(DocumentFilter.matching(filter));
        assertAllFind(expected, index, query, options);
      }
    }
  }

  @Randomized(runs = 3)
  void allAgreeOnLongLists(RandomGenerator random) throws IOException {
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      vectors.add(RandomDocuments.vector(random, 40, 0.01 + 0.5 * (i % 97) / 97, 6));
    }
    IndexOptions options = RandomDocuments.form(random, BOTH).withLayout(PostingsLayout.BOTH);
    RandomDocuments documents = new RandomDocuments(vectors, List.of(500, 4_000), options);
    MemoryFiles files = new MemoryFiles();
    documents.write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      NaiveSearch naive = NaiveSearch.of(vectors, files);
      for (int k : new int[] {1, 10, 100, 10_000}) {
        SparseVector query = RandomDocuments.vector(random, 40, 0.3, 6);
        List<Hit> expected = naive.search(query, k, 0, docId -> true);
        assertAllFind(expected, index, query, SearchOptions.top(k));
      }
    }
  }

  /// Topics that lie together, so that a window is looked at here and there.
  @Randomized(runs = 3)
  void allAgreeWhereFewSuperblocksAreWanted(RandomGenerator random) throws IOException {
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int[] ids = {i / 700, 100 + random.nextInt(40), 200 + random.nextInt(3), 300 + i / 60};
      float[] weights = {3 * random.nextFloat(), random.nextFloat(), random.nextFloat(), 1};
      vectors.add(SparseVector.of(ids, weights));
    }
    IndexOptions options = RandomDocuments.form(random, BOTH).withLayout(PostingsLayout.BOTH);
    MemoryFiles files = new MemoryFiles();
    new RandomDocuments(vectors, List.of(), options).write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      NaiveSearch naive = NaiveSearch.of(vectors, files);
      for (int i = 0; i < 8; i++) {
        int topic = random.nextInt(28);
        int[] ids = {topic, 100 + random.nextInt(40), 201, 300 + random.nextInt(300)};
        float[] weights = {3, 2 * random.nextFloat() + .1f, .5f, random.nextFloat() + .1f};
        SparseVector query = SparseVector.of(ids, weights);
        SearchOptions best = SearchOptions.top(1 + random.nextInt(20));
        assertAllFind(naive.search(query, best.k(), 0, docId -> true), index, query, best);
        SearchOptions counting = best.withCounters(true);
        long some = postings(index, query, counting.withAlgorithm(Algorithm.WINDOWED_HYBRID));
        long all = postings(index, query, counting.withAlgorithm(Algorithm.EXHAUSTIVE));
        assertTrue(some < all / 2, some + " of " + all + " postings");
      }
    }
  }

  private static long postings(SparseIndex index, SparseVector query, SearchOptions options) {
    return index.search(query, options).counters().orElseThrow().postings();
  }

  @Test
  void skippingAlgorithmsEvaluateFewerDocuments() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      vectors.add(RandomDocuments.vector(random, 30, 0.4, 6));
    }
    MemoryFiles files = new MemoryFiles();
    new RandomDocuments(vectors, List.of(), BOTH).write(files);
    SparseVector query = SparseVector.of(new int[] {0, 7, 14}, new float[] {.1f, .2f, 5});
    SearchOptions options = SearchOptions.top(5).withCounters(true);
    try (SparseIndex index = SparseIndex.open(files)) {
      SearchResult exhaustive = index.search(query, options.withAlgorithm(Algorithm.EXHAUSTIVE));
      SearchCounters all = exhaustive.counters().orElseThrow();
      assertEquals(
          index.documentFrequency(0) + index.documentFrequency(7) + index.documentFrequency(14),
          all.postings());
      for (Algorithm algorithm :
          List.of(
              Algorithm.MAX_SCORE,
              Algorithm.WAND,
              Algorithm.BLOCK_MAX_WAND,
              Algorithm.BLOCK_MAX_MAX_SCORE)) {
        SearchResult result = index.search(query, options.withAlgorithm(algorithm));
        SearchCounters counters = result.counters().orElseThrow();
        assertEquals(algorithm, result.algorithm());
        assertEquals(exhaustive.hits(), result.hits());
        assertTrue(counters.documents() < all.documents() / 2, result.toString());
        assertTrue(counters.postings() < all.postings() / 2, result.toString());
      }
    }
  }

  @Test
  void windowsOfTheExhaustiveSearchMeetWithoutAGap() throws IOException {
    int documents = (1 << 16) + 3;
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer = IndexWriter.create(files, BOTH)) {
      SparseVector even = SparseVector.of(new int[] {1}, new float[] {1});
      SparseVector odd = SparseVector.of(new int[] {2}, new float[] {1});
      for (int i = 0; i < documents; i++) {
        writer.add("d" + i, i % 2 == 0 ? even : odd);
      }
      writer.commit();
    }
    SparseVector query = SparseVector.of(new int[] {1, 2}, new float[] {1, 1});
    try (SparseIndex index = SparseIndex.open(files)) {
      for (Algorithm algorithm : index.algorithms()) {
        List<Hit> hits =
            index.search(query, SearchOptions.top(documents + 1).withAlgorithm(algorithm)).hits();
        assertEquals(
            IntStream.range(0, documents).boxed().toList(), hits.stream().map(Hit::docId).toList());
      }
    }
  }

  /// Thousands of terms with the greatest impacts on both sides: the scale makes room for the sum.
  @Test
  void noScoreOverflows() throws IOException {
    int terms = 30_522;
    float[] weights = new float[terms];
    Arrays.fill(weights, 3.5f);
    SparseVector full = SparseVector.of(IntStream.range(0, terms).toArray(), weights);
    weights[5] = 3.4f;
    SparseVector almost = SparseVector.of(IntStream.range(0, terms).toArray(), weights);
    List<SparseVector> vectors = List.of(almost, full, SparseVector.empty(), full);
    MemoryFiles files = new MemoryFiles();
    new RandomDocuments(vectors, List.of(0), BOTH).write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      NaiveSearch naive = new NaiveSearch(vectors, index.statistics().step());
      List<Hit> expected = naive.search(full, 4, 0, docId -> true);
      assertEquals(List.of(1, 3, 0), expected.stream().map(Hit::docId).toList());
      assertTrue(expected.getFirst().integerScore() > Integer.MAX_VALUE / 2);
      assertEquals(full.dot(full), expected.getFirst().score(), 1e-3 * full.dot(full));
      assertAllFind(expected, index, full, SearchOptions.top(4));
    }
  }

  @Test
  void emptyAndUnknownQueriesFindNothing() throws IOException {
    MemoryFiles files = new MemoryFiles();
    SparseVector vector = SparseVector.of(new int[] {4}, new float[] {1});
    new RandomDocuments(List.of(vector), List.of(), BOTH).write(files);
    MemoryFiles empty = new MemoryFiles();
    new RandomDocuments(List.of(), List.of(), BOTH).write(empty);
    SparseVector unknown =
        SparseVector.of(new int[] {3, Integer.MAX_VALUE}, new float[] {1e30f, 1e-30f});
    SparseVector partly =
        SparseVector.of(new int[] {4, Integer.MAX_VALUE}, new float[] {1e-30f, 1e30f});
    try (SparseIndex index = SparseIndex.open(files);
        SparseIndex nothing = SparseIndex.open(empty)) {
      for (Algorithm algorithm : index.algorithms()) {
        SearchOptions options = SearchOptions.top(Integer.MAX_VALUE).withAlgorithm(algorithm);
        assertEquals(List.of(), index.search(SparseVector.empty(), options).hits());
        assertEquals(List.of(), index.search(unknown, options).hits());
        assertEquals(List.of(), nothing.search(vector, options).hits());
        assertEquals(4095 * 255, index.search(partly, options).hits().getFirst().integerScore());
        assertEquals(
            List.of(), index.search(vector, options.withThreshold(Float.POSITIVE_INFINITY)).hits());
      }
    }
  }

  @Test
  void filtersByKeys() throws IOException {
    SparseVector vector = SparseVector.of(new int[] {4}, new float[] {1});
    MemoryFiles files = new MemoryFiles();
    new RandomDocuments(List.of(vector, vector, vector, vector), List.of(1), BOTH).write(files);
    SearchOptions options =
        SearchOptions.defaults()
            .withFilter(
                DocumentFilter.keys(
                    List.of(RandomDocuments.key(3), "none", RandomDocuments.key(1))));
    try (SparseIndex index = SparseIndex.open(files)) {
      for (Algorithm algorithm : index.algorithms()) {
        List<Hit> hits = index.search(vector, options.withAlgorithm(algorithm)).hits();
        assertEquals(List.of(1, 3), hits.stream().map(Hit::docId).toList());
      }
    }
  }

  private static void assertAllFind(
      List<Hit> expected, SparseIndex index, SparseVector query, SearchOptions options) {
    for (Algorithm algorithm : index.algorithms()) {
      assertEquals(
          expected,
          index.search(query, options.withAlgorithm(algorithm)).hits(),
          () -> algorithm + " " + query + " " + options);
    }
    for (Hit hit : expected.subList(0, Math.min(3, expected.size()))) {
      try {
        Explanation explanation = index.explain(query, hit.key());
        assertEquals(hit.integerScore(), explanation.integerScore());
        assertEquals(hit.score(), explanation.score());
        assertEquals(
            hit.integerScore(),
            explanation.terms().stream().mapToInt(Explanation.Term::integerContribution).sum());
      } catch (DocumentKeyException e) {
        throw new AssertionError(e);
      }
    }
  }
}
