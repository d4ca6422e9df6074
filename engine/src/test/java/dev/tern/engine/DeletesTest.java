package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever was added, replaced, deleted, merged and reopened: an index answers as one that has had
/// nothing but what is left.
class DeletesTest {
  private static final IndexOptions SMALL =
      IndexOptions.defaults().withBufferedPostings(40).withWindowDocuments(64).withStep(0.05f);

  private static final class Content {
    private final SparseVector vector;
    private final byte[] stored;

    private Content(SparseVector vector, byte[] stored) {
      this.vector = vector;
      this.stored = stored;
    }
  }

  private final MemoryFiles files = new MemoryFiles();

  /// What the index must hold, by key.
  private final Map<String, Content> committed = new TreeMap<>();

  private final Map<String, Content> draft = new TreeMap<>();

  @Randomized(runs = 36)
  void answersAsIfTheDeletedHadNeverBeen(RandomGenerator random) throws IOException {
    int keys = 1 + random.nextInt(90);
    IndexOptions options = RandomDocuments.form(random, SMALL).withReordering(random.nextBoolean());
    IndexWriter writer = IndexWriter.create(files, options);
    for (int step = 0; step < 250; step++) {
      String key = "key " + random.nextInt(keys);
      switch (random.nextInt(24)) {
        case 0 -> {
          writer.commit();
          commitDraft();
          assertAnswers(random);
        }
        case 1 -> {
          writer.close();
          draft.clear();
          draft.putAll(committed);
          writer =
              !files.list().contains("MANIFEST")
                  ? IndexWriter.create(files, options)
                  : IndexWriter.open(files, options);
        }
        case 2 -> writer.merge(share -> {});
        case 3, 4, 5, 6, 7 -> assertEquals(draft.remove(key) != null, writer.delete(key));
        case 8, 9, 10, 11, 12, 13 -> {
          Content content = content(random);
          writer.replace(key, content.vector, content.stored);
          draft.put(key, content);
        }
        default -> {
          Content content = content(random);
          if (draft.putIfAbsent(key, content) == null) {
            writer.add(key, content.vector, content.stored);
          } else {
            IndexWriter now = writer;
            assertThrows(DocumentKeyException.class, () -> now.add(key, content.vector));
          }
        }
      }
      assertEquals(draft.size(), writer.documentCount());
      assertEquals(draft.containsKey(key), writer.contains(key));
    }
    writer.commit();
    commitDraft();
    assertAnswers(random);
    writer.merge(share -> {});
    assertEquals(draft.size(), writer.commit().documents());
    writer.close();
    assertAnswers(random);
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(index.documentCount(), index.docIdLimit());
      assertEquals(draft.isEmpty() ? 0 : 1, index.statistics().segments());
    }
  }

  private void commitDraft() {
    committed.clear();
    committed.putAll(draft);
  }

  private static Content content(RandomGenerator random) {
    byte[] stored = new byte[random.nextInt(4)];
    random.nextBytes(stored);
    return new Content(
        RandomDocuments.vector(random, 12, random.nextDouble(), 1 + random.nextInt(6)), stored);
  }

  private void assertAnswers(RandomGenerator random) throws IOException {
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(committed.size(), index.documentCount());
      List<SparseVector> vectors =
          new ArrayList<>(Collections.nCopies(index.docIdLimit(), SparseVector.empty()));
      List<String> keys = new ArrayList<>(Collections.nCopies(index.docIdLimit(), ""));
      for (Map.Entry<String, Content> each : committed.entrySet()) {
        int docId = index.docId(each.getKey()).orElseThrow();
        vectors.set(docId, each.getValue().vector);
        keys.set(docId, each.getKey());
        assertArrayEquals(each.getValue().stored, index.stored(docId));
      }
      NaiveSearch naive = NaiveSearch.of(vectors, files);
      for (int i = 0; i < 4; i++) {
        // The finest step would depend on deleted documents, since these may have terms of the
        // query
        // that no other has.
        SparseVector query = RandomDocuments.vector(random, 12, random.nextDouble(), 6);
        int k = 1 + random.nextInt(30);
        IntPredicate filter = random.nextBoolean() ? docId -> true : docId -> docId % 3 != 1;
        List<Hit> all =
            naive.withQueryStep(0.01f).search(query, Integer.MAX_VALUE, 0, filter).stream()
                .map(hit ->
                    new Hit(hit.docId(), keys.get(hit.docId()), hit.score(), hit.integerScore()))
                .toList();
        for (Algorithm algorithm : index.algorithms()) {
          SearchOptions options =
              SearchOptions.top(k)
                  .withAlgorithm(algorithm)
                  .withQueryStep(0.01f)
                  .withFilter(DocumentFilter.matching(filter));
          List<Hit> hits = index.search(query, options).hits();
          assertEquals(
              all.subList(0, Math.min(k, all.size())), hits, () -> algorithm + " " + query);
          if (algorithm.keepsBudgets()) {
            SearchOptions limited = options.withBudget(budget(random));
            BudgetTest.check(all, k, index.search(query, limited), query + " " + limited);
          }
        }
      }
    }
  }

  private static Budget budget(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> Budget.unlimited().withPostings(1 + random.nextInt(150));
      case 1 -> Budget.unlimited().withBoundRatio(0.2 + 0.8 * random.nextDouble());
      default -> Budget.unlimited().withTime(Duration.ofNanos(1 + random.nextInt(100_000)));
    };
  }

  @Test
  void aReaderKeepsWhatWasThereWhenItWasOpened() throws IOException {
    SparseVector vector = SparseVector.of(new int[] {1}, new float[] {1});
    try (IndexWriter writer = IndexWriter.create(files, SMALL)) {
      writer.add("a", vector);
      writer.add("b", vector);
      writer.commit();
      try (SparseIndex before = SparseIndex.open(files)) {
        assertTrue(writer.delete("a"));
        assertFalse(writer.delete("a"));
        assertFalse(writer.delete("\uD800"));
        writer.commit();
        assertEquals(2, before.search(vector, SearchOptions.defaults()).hits().size());
        try (SparseIndex after = SparseIndex.open(files)) {
          assertEquals(1, after.documentCount());
          assertEquals(2, after.docIdLimit());
          assertEquals(OptionalInt.empty(), after.docId("a"));
          assertEquals(OptionalInt.of(1), after.docId("b"));
          assertThrows(DocumentKeyException.class, () -> after.explain(vector, "a"));
          assertEquals(
              List.of(),
              after
                  .search(
                      vector,
                      SearchOptions.defaults().withFilter(DocumentFilter.keys(List.of("a"))))
                  .hits());
        }
        writer.delete("b");
        assertEquals(0, writer.commit().documents());
        assertEquals(List.of("MANIFEST"), List.copyOf(files.list()));
      }
    }
  }

  /// Only what has deletes needs a reader that knows of them.
  @Test
  void theVersionRisesWithTheFirstDelete() throws IOException {
    SparseVector vector = SparseVector.of(new int[] {1}, new float[] {1});
    try (IndexWriter writer = IndexWriter.create(files, SMALL)) {
      for (String key : List.of("a", "b", "c")) {
        writer.add(key, vector);
      }
      writer.commit();
      assertEquals(2, files.bytes("MANIFEST")[8]);
      writer.delete("a");
      writer.commit();
      assertEquals(3, files.bytes("MANIFEST")[8]);
      writer.merge(share -> {});
      writer.commit();
      assertEquals(2, files.bytes("MANIFEST")[8]);
    }
  }

  /// Many small commits do not make many segments.
  @Test
  void segmentsAreMergedAsTheyBecomeMany() throws IOException {
    SparseVector vector = SparseVector.of(new int[] {1}, new float[] {1});
    try (IndexWriter writer = IndexWriter.create(files, SMALL)) {
      for (int i = 0; i < 300; i++) {
        writer.add("d" + i, vector);
        writer.commit();
      }
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(300, index.documentCount());
      assertTrue(index.statistics().segments() < 8, index.statistics().toString());
      for (int i = 0; i < 300; i++) {
        assertEquals("d" + i, index.key(i));
      }
    }
  }
}
