package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The bytes of an index do not depend on how many threads have made it.
@Isolated("looks at all threads of the process")
class BuildThreadsTest {
  private static final int TERMS = 2_000;

  /// Enough documents for several batches, and postings for several parts.
  @Randomized(runs = 4)
  void everyNumberOfThreadsGivesTheSameBytes(RandomGenerator random) throws IOException {
    IndexOptions options =
        RandomDocuments.form(random, IndexOptions.defaults())
            .withThreads(1)
            .withStep(random.nextBoolean() ? 0.01f : 0)
            .withBufferedPostings(random.nextInt(3) == 0 ? 300_000 : 1 << 25);
    SparseVector[] vectors = new SparseVector[20_000 + random.nextInt(20_000)];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(random);
    }
    MemoryFiles expected = written(vectors, options);
    for (int threads : new int[] {2, 3, 8}) {
      MemoryFiles files = written(vectors, options.withThreads(threads));
      assertEquals(expected.list(), files.list());
      for (String name : expected.list()) {
        assertArrayEquals(expected.bytes(name), files.bytes(name), name + " threads=" + threads);
      }
    }
  }

  private static SparseVector vector(RandomGenerator random) {
    int[] terms =
        random
            .doubles(random.nextInt(30))
            .mapToInt(share -> (int) Math.pow(TERMS, share))
            .map(term -> term % 7 == 6 ? Integer.MAX_VALUE - term : term)
            .distinct()
            .sorted()
            .toArray();
    float[] weights = new float[terms.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 3 * random.nextFloat() + 1e-6f;
    }
    return SparseVector.of(terms, weights);
  }

  private static MemoryFiles written(SparseVector[] vectors, IndexOptions options)
      throws IOException {
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < vectors.length; i++) {
        writer.add("document " + i, vectors[i], new byte[i % 3]);
        if (i % 1_000 == 999) {
          writer.delete("document " + (i - 500));
        }
      }
      writer.commit();
      writer.delete("document 1");
      writer.merge(_ -> {});
      writer.commit();
    }
    return files;
  }

  @Test
  void threadsEndWithTheWriter() throws Exception {
    Set<Thread> before = indexing();
    Set<Thread> during;
    SparseVector[] vectors = new SparseVector[30_000];
    Arrays.fill(vectors, SparseVector.of(new int[] {3}, new float[] {1}));
    MemoryFiles files = new MemoryFiles();
    IndexOptions options = IndexOptions.defaults().withStep(1).withThreads(3);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < vectors.length; i++) {
        writer.add("" + i, vectors[i]);
      }
      writer.commit();
      during = indexing();
      during.removeAll(before);
      assertTrue(during.size() <= 2, during.toString());
    }
    for (Thread thread : during) {
      thread.join(10_000);
      assertTrue(!thread.isAlive(), thread.toString());
    }
  }

  @Test
  void thereIsAtLeastOneThread() {
    IndexOptions options = IndexOptions.defaults();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> options.withThreads(0));
    assertTrue(refusal.getMessage().endsWith("threads=0"), refusal.getMessage());
  }

  private static Set<Thread> indexing() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tern-indexing"))
        .collect(Collectors.toSet());
  }
}
