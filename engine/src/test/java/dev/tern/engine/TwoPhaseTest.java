package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Two phases are what their definition says, computed from whole lists.
class TwoPhaseTest {
  @Randomized(runs = 60)
  void equalsItsDefinition(RandomGenerator random) throws IOException {
    RandomDocuments documents = RandomDocuments.draw(random);
    MemoryFiles files = new MemoryFiles();
    documents.write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      List<Algorithm> algorithms = List.copyOf(index.algorithms());
      NaiveSearch naive = NaiveSearch.of(documents.vectors(), files).withQueryStep(0.01f);
      for (int i = 0; i < 10; i++) {
        SparseVector query = RandomDocuments.vector(random, 24, 0.7, 1 + random.nextInt(6));
        TwoPhase phases =
            new TwoPhase(
                random.nextInt(5) / 4f, 1.1f + 2 * random.nextFloat(), 50 + random.nextInt(20));
        int k = 1 + random.nextInt(40);
        IntPredicate filter = random.nextBoolean() ? docId -> true : docId -> docId % 3 != 1;
        SearchOptions options =
            SearchOptions.top(k)
                .withQueryStep(0.01f)
                .withCounters(true)
                .withFilter(DocumentFilter.matching(filter))
                .withAlgorithm(algorithms.get(random.nextInt(algorithms.size())));
        List<Hit> all = naive.search(query, Integer.MAX_VALUE, 0, filter);
        SearchResult result = index.search(query, options.withTwoPhase(phases));
        List<Hit> expected = expected(naive, query, filter, all, phases, k);
        assertEquals(expected, result.hits(), () -> query + " " + phases + " " + options);
        assertTrue(
            result.isComplete() ? all.subList(0, Math.min(k, all.size())).equals(expected) : true,
            () -> "complete " + query + " " + phases);
        for (Hit hit : all.subList(0, Math.min(k, all.size()))) {
          assertTrue(expected.contains(hit) || hit.score() <= result.greatestMissed());
        }
      }
    }
  }

  /// The best candidates by their scores with all terms.
  private static List<Hit> expected(
      NaiveSearch naive,
      SparseVector query,
      IntPredicate filter,
      List<Hit> all,
      TwoPhase phases,
      int k) {
    float greatest = 0;
    for (float weight : query.weights()) {
      greatest = Math.max(greatest, weight);
    }
    int[] ids = new int[query.size()];
    float[] weights = new float[query.size()];
    int high = 0;
    for (int i = 0; i < query.size(); i++) {
      if (query.weight(i) >= phases.pruneRatio() * greatest) {
        ids[high] = query.id(i);
        weights[high++] = query.weight(i);
      }
    }
    SparseVector highTerms =
        SparseVector.of(Arrays.copyOf(ids, high), Arrays.copyOf(weights, high));
    int window = (int) Math.min(k * (double) phases.expansionRate(), phases.maxWindow());
    Map<Integer, Hit> scores =
        all.stream().collect(Collectors.toMap(Hit::docId, Function.identity()));
    return naive.search(highTerms, window, 0, filter).stream()
        .map(hit -> scores.get(hit.docId()))
        .sorted(Comparator.comparingInt(Hit::integerScore).reversed().thenComparingInt(Hit::docId))
        .limit(k)
        .toList();
  }

  @Test
  void saysWhatItMayHaveMissed() throws IOException {
    MemoryFiles files = new MemoryFiles();
    SparseVector low = SparseVector.of(new int[] {1, 2, 3}, new float[] {1, 1, 1});
    SparseVector high = SparseVector.of(new int[] {4}, new float[] {1});
    new RandomDocuments(List.of(high, low), List.of(), IndexOptions.defaults()).write(files);
    SparseVector query = SparseVector.of(new int[] {1, 2, 3, 4}, new float[] {1, 1, 1, 2.6f});
    SearchOptions options = SearchOptions.top(1);
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(1, index.search(query, options).hits().getFirst().docId());
      SearchResult result = index.search(query, options.withTwoPhase(TwoPhase.defaults()));
      assertEquals(0, result.hits().getFirst().docId());
      assertFalse(result.isComplete());
      assertEquals(3, result.greatestMissed(), 0.01);
      SearchResult all =
          index.search(query, options.withTwoPhase(TwoPhase.defaults().withPruneRatio(0)));
      assertEquals(1, all.hits().getFirst().docId());
      assertTrue(all.isComplete());
    }
  }

  @Test
  void refusesWhatOpenSearchRefuses() {
    TwoPhase defaults = TwoPhase.defaults();
    assertEquals(new TwoPhase(0.4f, 5, 10_000), defaults);
    assertThrows(IllegalArgumentException.class, () -> defaults.withPruneRatio(1.1f));
    assertThrows(IllegalArgumentException.class, () -> defaults.withPruneRatio(Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> defaults.withExpansionRate(1));
    assertThrows(IllegalArgumentException.class, () -> defaults.withMaxWindow(49));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SearchOptions.defaults()
                .withTwoPhase(defaults)
                .withBudget(Budget.unlimited().withPostings(5)));
  }
}
