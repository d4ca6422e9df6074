package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a search works with is used again; that its hits are right is for [AlgorithmsTest].
class SearchAllocationTest {
  private static final int DOCUMENTS = 20_000;

  /// A hit, its key of one to five letters with its array, its place in the list and in the array
  /// that the list is made of, and 4 for what [java.util.Arrays#sort] leaves behind.
  private static final int BYTES_PER_HIT = 32 + 24 + 24 + 2 * 4 + 4;

  /// The result and its list, empty.
  private static final int BYTES_PER_RESULT = 200;

  private static final SparseVector QUERY =
      SparseVector.of(new int[] {0, 7, 14, 21, 28}, new float[] {1, 2, 3, 4, 5});

  private static final MethodHandle ALLOCATED_BYTES = allocatedBytes();

  private SparseIndex index;

  @BeforeEach
  void write() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer =
        IndexWriter.create(files, IndexOptions.defaults().withLayout(PostingsLayout.BOTH))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        writer.add("" + i, RandomDocuments.vector(random, 40, i % 2 == 0 ? 0.5 : 0.05, 6));
        if (i == DOCUMENTS / 3) {
          writer.commit();
        }
      }
      writer.commit();
    }
    index = SparseIndex.open(files);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "AUTOMATIC",
        "WINDOWED_HYBRID",
        "STREAMING_EXHAUSTIVE",
        "EXHAUSTIVE",
        "SCORE_AT_A_TIME"
      })
  void aSearchAllocatesNothingButItsHits(Algorithm algorithm) throws Throwable {
    // The exhaustive search has cursors, so that it is only held to no more than some.
    int cursors = algorithm == Algorithm.EXHAUSTIVE ? 4 * 1024 : 0;
    for (int k : new int[] {1, 10, 1000}) {
      SearchOptions options = SearchOptions.top(k).withAlgorithm(algorithm);
      long least = Long.MAX_VALUE;
      long most = BYTES_PER_RESULT + (long) k * BYTES_PER_HIT + cursors;
      // Until all has been compiled, vectors are objects.
      for (int i = 0; i < 100_000 && least > most; i++) {
        long before = (long) ALLOCATED_BYTES.invokeExact();
        SearchResult result = index.search(QUERY, options);
        least = Math.min(least, (long) ALLOCATED_BYTES.invokeExact() - before);
        assertEquals(k, result.hits().size());
      }
      assertTrue(least <= most, "k=" + k + " bytes=" + least + " most=" + most);
    }
  }

  /// By its name, as the module of the engine does not read that of the method.
  private static MethodHandle allocatedBytes() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              Class.forName("com.sun.management.ThreadMXBean"),
              "getCurrentThreadAllocatedBytes",
              MethodType.methodType(long.class))
          .bindTo(ManagementFactory.getThreadMXBean());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no count of allocated bytes", e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSearchThatFailsLeavesNothingToTheNext(Algorithm algorithm) {
    SearchOptions options = SearchOptions.top(20).withAlgorithm(algorithm);
    List<Hit> expected = index.search(QUERY, SearchOptions.top(20)).hits();
    SearchOptions failing =
        options.withFilter(
            DocumentFilter.matching(docId -> {
              throw new IllegalStateException("no filter");
            }));
    assertThrows(IllegalStateException.class, () -> index.search(QUERY, failing));
    assertEquals(expected, index.search(QUERY, options).hits());
  }

  @Test
  void aFilterMaySearchTheSameIndex() {
    SearchOptions options = SearchOptions.top(20);
    List<Hit> expected = index.search(QUERY, options).hits();
    SearchOptions nested =
        options.withFilter(
            DocumentFilter.matching(docId -> index.search(QUERY, options).hits().equals(expected)));
    assertEquals(expected, index.search(QUERY, nested).hits());
  }
}
