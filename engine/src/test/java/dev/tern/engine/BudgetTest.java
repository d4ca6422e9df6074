package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// A search that stops early says what it may have missed, and that is so.
class BudgetTest {
  private static final List<Algorithm> STOPPING =
      List.of(Algorithm.AUTOMATIC, Algorithm.WINDOWED_HYBRID, Algorithm.BLOCK_MAX_PRUNING);

  @Randomized(runs = 60)
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
        List<Hit> all = naive.search(query, Integer.MAX_VALUE, 0, docId -> true);
        for (Algorithm algorithm : STOPPING) {
          SearchOptions options = SearchOptions.top(k).withAlgorithm(algorithm).withBudget(budget);
          check(all, k, index.search(query, options), query + " " + options);
        }
      }
    }
  }

  private static void check(List<Hit> all, int k, SearchResult result, String message) {
    Set<Hit> found = new HashSet<>(result.hits());
    if (result.isComplete()) {
      assertEquals(all.subList(0, Math.min(k, all.size())), result.hits(), message);
    }
    assertTrue(found.size() <= k, message);
    Hit last = result.hits().isEmpty() ? null : result.hits().getLast();
    for (Hit hit : all) {
      boolean mayBeMissing =
          found.contains(hit)
              || hit.score() <= result.greatestMissed()
              || (found.size() == k && hit.integerScore() <= last.integerScore());
      assertTrue(mayBeMissing, () -> hit + " is missing: " + message);
    }
    assertTrue(new HashSet<>(all).containsAll(found), message);
  }

  @Test
  void aBudgetSavesWorkAndAnExactAlgorithmRefusesIt() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    List<SparseVector> vectors = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      vectors.add(RandomDocuments.vector(random, 40, 0.3, 6));
    }
    MemoryFiles files = new MemoryFiles();
    IndexOptions small = IndexOptions.defaults().withWindowDocuments(256);
    new RandomDocuments(vectors, List.of(2_000), small).write(files);
    SparseVector query = RandomDocuments.vector(random, 40, 1, 6);
    SearchOptions exact = SearchOptions.top(100).withCounters(true);
    SearchOptions few = exact.withBudget(Budget.unlimited().withPostings(3_000));
    try (SparseIndex index = SparseIndex.open(files)) {
      SearchResult all = index.search(query, exact);
      assertTrue(all.isComplete());
      for (Algorithm algorithm : STOPPING) {
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
