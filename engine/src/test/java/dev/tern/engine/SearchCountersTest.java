package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchCountersTest {
  private final List<SparseVector> vectors = new ArrayList<>();

  private SparseIndex index(PostingsLayout layout) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    for (int i = 0; i < 5_000; i++) {
      vectors.add(RandomDocuments.vector(random, 40, i % 2 == 0 ? 0.5 : 0.02, 6));
    }
    MemoryFiles files = new MemoryFiles();
    IndexOptions options = IndexOptions.defaults().withLayout(layout);
    new RandomDocuments(vectors, List.of(1_000), options).write(files);
    return SparseIndex.open(files);
  }

  @ParameterizedTest
  @EnumSource
  void everyAlgorithmCountsWhatItDoes(PostingsLayout layout) throws IOException {
    SparseVector query = SparseVector.of(new int[] {0, 7, 14, 273}, new float[] {.1f, .2f, 5, 1});
    SearchOptions options = SearchOptions.top(5).withCounters(true);
    try (SparseIndex index = index(layout)) {
      long postings = 0;
      for (int i = 0; i < query.size(); i++) {
        postings += index.documentFrequency(query.id(i));
      }
      long blocks = (1_001 + 63) / 64 + (3_999 + 63) / 64;
      for (Algorithm algorithm : index.algorithms()) {
        SearchResult result = index.search(query, options.withAlgorithm(algorithm));
        SearchCounters counters = result.counters().orElseThrow();
        String message = algorithm + " " + counters;
        assertTrue(counters.documents() >= 5, message);
        assertTrue(counters.postings() > 0 && counters.postings() <= postings, message);
        assertTrue(counters.blocks() > 0 && counters.blocks() <= blocks, message);
        assertTrue(counters.bytes() >= counters.postings(), message);
        SearchCounters.Nanos nanos = counters.nanos();
        assertTrue(nanos.terms() > 0 && nanos.hits() > 0, message);
        boolean windows = nanos.rare() > 0 && nanos.frequent() > 0;
        boolean groups = nanos.groups() > 0;
        assertEquals(result.algorithm() == Algorithm.SCORE_AT_A_TIME, groups, message);
        assertTrue(groups ? !windows : windows != nanos.cursors() > 0, message);
        assertEquals(
            Optional.empty(),
            index.search(query, options.withAlgorithm(algorithm).withCounters(false)).counters());
      }
      Set<Algorithm> reading =
          EnumSet.of(
              Algorithm.EXHAUSTIVE, Algorithm.STREAMING_EXHAUSTIVE, Algorithm.SCORE_AT_A_TIME);
      reading.retainAll(index.algorithms());
      assertTrue(reading.size() > 1);
      for (Algorithm all : reading) {
        SearchResult result = index.search(query, options.withAlgorithm(all));
        assertEquals(postings, result.counters().orElseThrow().postings(), all.toString());
      }
    }
  }
}
