package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.store.DirectoryFiles;
import dev.tern.engine.store.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readers in many threads, on one snapshot and while a writer commits.
class ConcurrencyTest {
  private static final SparseVector QUERY = SparseVector.of(new int[] {1, 2}, new float[] {1, 2});

  @TempDir Path directory;

  private static void add(IndexWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      writer.add("d" + i, SparseVector.of(new int[] {1, 2 + i % 2}, new float[] {1 + i % 7, 3}));
    }
    writer.attach("table", new byte[] {(byte) to});
    writer.property("documents", "" + to);
  }

  /// Every reader sees a whole commit: the number of documents that its properties name.
  @Test
  @Timeout(120)
  void readersNeverSeeHalfACommit() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (IndexWriter writer = IndexWriter.create(directory, IndexOptions.defaults());
        ExecutorService pool = Executors.newFixedThreadPool(3)) {
      add(writer, 0, 10);
      writer.commit();
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(pool.submit(() -> readUntil(done)));
      }
      for (int i = 1; i < 40; i++) {
        add(writer, 10 * i, 10 * i + 10);
        writer.commit();
        if (i % 10 == 0) {
          // What the last commit does not need disappears under the readers.
          Leftovers.remove(DirectoryFiles.existing(directory));
        }
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  private int readUntil(AtomicBoolean done) throws IOException {
    int opened = 0;
    while (!done.get() || opened == 0) {
      try (SparseIndex index = SparseIndex.open(directory)) {
        int documents = index.documentCount();
        assertEquals("" + documents, index.properties().get("documents"));
        assertEquals((byte) documents, index.attachment("table").orElseThrow()[0]);
        assertEquals(documents, index.search(QUERY, SearchOptions.top(1000)).hits().size());
        opened++;
      }
    }
    return opened;
  }

  @Test
  @Timeout(60)
  void threadsShareASnapshotAndClosingLetsThemFinish() throws Exception {
    IndexOptions both = IndexOptions.defaults().withLayout(PostingsLayout.BOTH);
    try (IndexWriter writer = IndexWriter.create(directory, both)) {
      add(writer, 0, 5_000);
      writer.commit();
    }
    SparseIndex index = SparseIndex.open(directory);
    List<Hit> expected = index.search(QUERY, SearchOptions.top(50)).hits();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<Integer>> searchers = new ArrayList<>();
      for (Algorithm algorithm : index.algorithms()) {
        searchers.add(
            pool.submit(() -> {
              SearchOptions options = SearchOptions.top(50).withAlgorithm(algorithm);
              int searches = 0;
              try {
                while (true) {
                  assertEquals(expected, index.search(QUERY, options).hits());
                  searches++;
                }
              } catch (IllegalStateException e) {
                assertEquals("the index is closed; open it again", e.getMessage());
                return searches;
              }
            }));
      }
      Thread.sleep(300);
      index.close();
      for (Future<Integer> searcher : searchers) {
        assertTrue(searcher.get() > 0);
      }
    }
    assertThrows(IllegalStateException.class, () -> index.key(0));
  }
}
