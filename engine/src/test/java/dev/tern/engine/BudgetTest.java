package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// A search that stops early says what it may have missed, and that is so.
class BudgetTest {
  private static final List<Algorithm> STOPPING =
      List.of(
          Algorithm.AUTOMATIC,
          Algorithm.WINDOWED_HYBRID,
          Algorithm.BLOCK_MAX_PRUNING,
          Algorithm.SCORE_AT_A_TIME);

  private static List<Algorithm> stopping(SparseIndex index) {
    return STOPPING.stream().filter(index.algorithms()::contains).toList();
  }

  @Randomized(runs = 150)
  void nothingThatIsMissingExceedsTheCertificate(RandomGenerator random) throws IOException {
    RandomDocuments documents = RandomDocuments.draw(random);
    MemoryFiles files = new MemoryFiles();
    documents.write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      NaiveSearch naive = NaiveSearch.of(documents.vectors(), files);
      for (int i = 0; i < 20; i++) {
        SparseVector query =
            RandomDocuments.vector(random, 24, random.nextDouble(), 1 + random.nextInt(6));
        int k = 1 + random.nextInt(20);
        Budget budget = Budget.unlimited().withPostings(1 + random.nextInt(200));
        if (random.nextBoolean()) {
          budget = Budget.unlimited().withBoundRatio(0.2 + 0.8 * random.nextDouble());
        }
        IntPredicate filter = random.nextBoolean() ? docId -> true : docId -> docId % 3 != 1;
        List<Hit> whole = naive.search(query, Integer.MAX_VALUE, 0, filter);
        float threshold =
            whole.isEmpty() || random.nextBoolean()
                ? 0
                : whole.get(random.nextInt(whole.size())).score();
        List<Hit> all = naive.search(query, Integer.MAX_VALUE, threshold, filter);
        for (Algorithm algorithm : stopping(index)) {
          SearchOptions options =
              SearchOptions.top(k)
                  .withAlgorithm(algorithm)
                  .withBudget(budget)
                  .withThreshold(threshold)
                  .withFilter(DocumentFilter.matching(filter));
          check(all, k, index.search(query, options), query + " " + options);
        }
      }
    }
  }

  /// @param all the documents with their whole scores, the best first
  static void check(List<Hit> all, int k, SearchResult result, String message) {
    if (result.isComplete()) {
      assertEquals(0, result.scoreSlack(), message);
      assertEquals(all.subList(0, Math.min(k, all.size())), result.hits(), message);
    }
    if (result.algorithm() != Algorithm.SCORE_AT_A_TIME) {
      assertEquals(0, result.scoreSlack(), message);
    }
    Map<Integer, Hit> found = new HashMap<>();
    result.hits().forEach(hit -> found.put(hit.docId(), hit));
    assertEquals(result.hits().size(), found.size(), message);
    assertTrue(found.size() <= k, message);
    Hit last = result.hits().isEmpty() ? null : result.hits().getLast();
    for (Hit hit : all) {
      Hit there = found.remove(hit.docId());
      if (there == null) {
        boolean mayBeMissing =
            hit.score() <= result.greatestMissed()
                || (result.hits().size() == k
                    && result.scoreSlack() == 0
                    && hit.integerScore() <= last.integerScore());
        assertTrue(mayBeMissing, () -> hit + " is missing: " + message);
      } else if (result.scoreSlack() == 0) {
        assertEquals(hit, there, message);
      } else {
        assertTrue(there.integerScore() <= hit.integerScore(), () -> hit + " " + message);
        double most = there.score() + (double) result.scoreSlack();
        assertTrue(hit.score() <= most * (1 + 1e-6), () -> hit + " " + there + " " + message);
      }
    }
    assertEquals(Map.of(), found, message);
  }

  @Test
  void aBudgetSavesWorkAndAnExactAlgorithmRefusesIt() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      vectors.add(RandomDocuments.vector(random, 40, 0.3, 6));
    }
    MemoryFiles files = new MemoryFiles();
    IndexOptions small =
        IndexOptions.defaults().withWindowDocuments(256).withLayout(PostingsLayout.BOTH);
    new RandomDocuments(vectors, List.of(2_000), small).write(files);
    SparseVector query = RandomDocuments.vector(random, 40, 1, 6);
    SearchOptions exact = SearchOptions.top(100).withCounters(true);
    SearchOptions few = exact.withBudget(Budget.unlimited().withPostings(3_000));
    try (SparseIndex index = SparseIndex.open(files)) {
      SearchResult all = index.search(query, exact);
      assertTrue(all.isComplete());
      for (Algorithm algorithm : stopping(index)) {
        SearchResult some = index.search(query, few.withAlgorithm(algorithm));
        assertFalse(some.isComplete());
        long postings = some.counters().orElseThrow().postings();
        assertTrue(postings >= 3_000 && postings < 12_000, algorithm + " " + postings);
        assertTrue(postings < all.counters().orElseThrow().postings() / 3);
        SearchOptions hurried = exact.withBudget(Budget.unlimited().withTime(Duration.ofNanos(1)));
        assertFalse(index.search(query, hurried.withAlgorithm(algorithm)).isComplete());
        SearchOptions patient = exact.withBudget(Budget.unlimited().withTime(Duration.ofDays(365)));
        assertEquals(all.hits(), index.search(query, patient.withAlgorithm(algorithm)).hits());
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> few.withAlgorithm(Algorithm.WAND).toString());
    Budget unlimited = Budget.unlimited();
    assertThrows(IllegalArgumentException.class, () -> unlimited.withPostings(0));
    assertThrows(IllegalArgumentException.class, () -> unlimited.withBoundRatio(0));
    assertThrows(IllegalArgumentException.class, () -> unlimited.withBoundRatio(Double.NaN));
  }
}
