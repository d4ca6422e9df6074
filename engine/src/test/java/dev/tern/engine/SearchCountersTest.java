package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SearchCountersTest {
  private final List<SparseVector> vectors = new ArrayList<>();

  private SparseIndex index() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
    for (int i = 0; i < 5_000; i++) {
      vectors.add(RandomDocuments.vector(random, 40, i % 2 == 0 ? 0.5 : 0.02, 6));
    }
    MemoryFiles files = new MemoryFiles();
    new RandomDocuments(vectors, List.of(1_000), IndexOptions.defaults()).write(files);
    return SparseIndex.open(files);
  }

  @Test
  void everyAlgorithmCountsWhatItDoes() throws IOException {
    SparseVector query = SparseVector.of(new int[] {0, 7, 14, 273}, new float[] {.1f, .2f, 5, 1});
    SearchOptions options = SearchOptions.top(5).withCounters(true);
    try (SparseIndex index = index()) {
      long postings = 0;
      for (int i = 0; i < query.size(); i++) {
        postings += index.documentFrequency(query.id(i));
      }
      long blocks = (1_001 + 63) / 64 + (3_999 + 63) / 64;
      for (Algorithm algorithm : Algorithm.values()) {
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
        assertTrue(windows != nanos.cursors() > 0, message);
        assertEquals(
            Optional.empty(),
            index.search(query, options.withAlgorithm(algorithm).withCounters(false)).counters());
      }
      for (Algorithm all : List.of(Algorithm.EXHAUSTIVE, Algorithm.STREAMING_EXHAUSTIVE)) {
        SearchResult result = index.search(query, options.withAlgorithm(all));
        assertEquals(postings, result.counters().orElseThrow().postings(), all.toString());
      }
    }
  }
}
