package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many queries on several threads give what they give one after the other.
class BatchSearchTest {
  @TempDir Path directory;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);

  @BeforeEach
  void write() throws IOException {
    try (IndexWriter writer =
        IndexWriter.create(directory, IndexOptions.defaults().withWindowDocuments(64))) {
      for (int i = 0; i < 500; i++) {
        writer.add("d" + i, RandomDocuments.vector(random, 20, 0.5, 6));
      }
      writer.commit();
    }
  }

  private List<SparseVector> queries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> RandomDocuments.vector(random, 20, random.nextDouble(), 6))
        .toList();
  }

  @Test
  void resultsComeInTheOrderOfTheQueries() throws IOException {
    try (SparseIndex index = SparseIndex.open(directory)) {
      SearchOptions options = SearchOptions.top(7);
      for (int count : new int[] {0, 1, 2, 255, 256, 257, 1_500}) {
        List<SparseVector> queries = queries(count);
        List<SearchResult> expected = queries.stream().map(q -> index.search(q, options)).toList();
        for (int threads : new int[] {1, 2, 5}) {
          List<SearchResult> found = new ArrayList<>();
          index.searchAll(queries.iterator(), options, threads, found::add);
          assertEquals(expected, found, "count=" + count + " threads=" + threads);
        }
        assertEquals(expected, index.searchAll(queries, options));
      }
    }
  }

  /// Queries are taken only so far ahead of the results.
  @Test
  void anEndlessStreamIsAnsweredBitByBit() throws IOException {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    SparseVector query = queries(1).getFirst();
    Iterator<SparseVector> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public SparseVector next() {
            assertTrue(taken.incrementAndGet() - answered.get() <= 2 * 256);
            return query;
          }
        };
    try (SparseIndex index = SparseIndex.open(directory)) {
      assertThrows(
          ArithmeticException.class,
          () ->
              index.searchAll(
                  endless,
                  SearchOptions.defaults(),
                  2,
                  result -> {
                    if (answered.incrementAndGet() == 2_000) {
                      throw new ArithmeticException("enough");
                    }
                  }));
    }
  }

  @Test
  void whatFailsInAnyThreadEndsTheCall() throws IOException {
    SearchOptions failing =
        SearchOptions.defaults()
            .withFilter(
                DocumentFilter.matching(docId -> {
                  throw new ArithmeticException("the filter fails");
                }));
    try (SparseIndex index = SparseIndex.open(directory)) {
      assertThrows(ArithmeticException.class, () -> index.searchAll(queries(1_000), failing));
      assertThrows(
          IllegalArgumentException.class,
          () -> index.searchAll(List.<SparseVector>of().iterator(), failing, 0, result -> {}));
    }
  }
}
