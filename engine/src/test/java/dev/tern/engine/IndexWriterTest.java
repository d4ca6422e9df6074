package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexWriterTest {
  private static final SparseVector VECTOR = SparseVector.of(new int[] {1}, new float[] {2});

  private final MemoryFiles files = new MemoryFiles();

  @Test
  void refusesKeysThatAreTaken() throws IOException {
    IndexOptions options = IndexOptions.defaults().withBufferedPostings(2);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (String key : List.of("committed", "flushed", "other", "buffered")) {
        writer.add(key, VECTOR);
        if (key.equals("committed")) {
          writer.commit();
        }
      }
      for (String key : List.of("committed", "flushed", "buffered")) {
        assertRefused(writer, key, "'" + key + "'");
        assertTrue(writer.contains(key));
      }
      assertFalse(writer.contains("Committed"));
      writer.add("fresh", VECTOR);
      assertEquals(5, writer.commit().documents());
    }
    try (IndexWriter writer = IndexWriter.open(files, options)) {
      assertRefused(writer, "flushed", "'flushed'");
    }
  }

  @Test
  void refusesKeysThatAreNoKeys() throws IOException {
    try (IndexWriter writer = IndexWriter.create(files, IndexOptions.defaults())) {
      assertRefused(writer, "", "empty key");
      assertRefused(writer, "a\uD800", "half of a surrogate pair");
      assertRefused(writer, "\uDC00\uD800", "half of a surrogate pair");
      assertRefused(writer, "\uD83D\uDC26".repeat(20_000), "80000 bytes");
      writer.add("k".repeat(DocumentKeys.MAX_BYTES), VECTOR);
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(1, index.documentCount());
      assertEquals(OptionalInt.empty(), index.docId("\uD800"));
    }
  }

  @Randomized
  void findsKeysOfAnyUnicode(RandomGenerator random) throws IOException {
    Map<String, Integer> keys = new HashMap<>();
    try (IndexWriter writer = IndexWriter.create(files, IndexOptions.defaults())) {
      for (int i = 0; i < 300; i++) {
        StringBuilder key = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int j = 0; j < length; j++) {
          int codePoint = random.nextInt(random.nextBoolean() ? 3 : 0x110000);
          key.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? '?' : codePoint);
        }
        if (!keys.containsKey(key.toString())) {
          keys.put(key.toString(), keys.size());
          writer.add(key.toString(), VECTOR);
        }
        if (i % 100 == 50) {
          writer.commit();
        }
      }
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      keys.forEach((key, docId) -> {
        assertEquals(OptionalInt.of(docId), index.docId(key), key);
        assertEquals(key, index.key(docId));
        assertEquals(keys.getOrDefault(key + "\0", -1), index.docId(key + "\0").orElse(-1));
      });
      assertEquals(OptionalInt.empty(), index.docId(""));
    }
  }

  @Test
  void discardsWhatIsNotCommitted() throws IOException {
    try (IndexWriter writer =
        IndexWriter.create(files, IndexOptions.defaults().withBufferedPostings(1))) {
      writer.add("a", VECTOR);
      writer.commit();
      writer.add("b", VECTOR);
      writer.add("c", VECTOR);
      writer.property("p", "v");
      assertEquals(3, writer.documentCount());
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(1, index.documentCount());
      assertEquals(Map.of(), index.properties());
    }
    assertEquals(List.of("MANIFEST", "segment-1.tern"), List.copyOf(files.list()));
  }

  @Test
  void countsWeightsThatImpactsCannotHold() throws IOException {
    try (IndexWriter writer = IndexWriter.create(files, IndexOptions.defaults())) {
      writer.add("a", SparseVector.of(new int[] {1, 2, 3}, new float[] {255, 1, .49f}));
      CommitSummary summary = writer.commit();
      assertEquals(new CommitSummary(1, 1, 2, 0, 1), summary);
      assertEquals(summary, writer.commit());
      writer.add("b", SparseVector.of(new int[] {1, 2, 3}, new float[] {256, .5f, 1e30f}));
      assertEquals(new CommitSummary(2, 2, 5, 2, 1), writer.commit());
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(1, index.statistics().step());
      SparseVector query = SparseVector.of(new int[] {3}, new float[] {1});
      assertEquals(255, index.search(query, SearchOptions.top(2)).hits().getFirst().score(), 1e-4);
    }
  }

  @Test
  void weightsOfAnySizeBecomeImpacts() throws IOException {
    for (float weight : new float[] {Float.MIN_VALUE, 1e-38f, 1e38f, Float.MAX_VALUE}) {
      MemoryFiles own = new MemoryFiles();
      SparseVector vector = SparseVector.of(new int[] {1}, new float[] {weight});
      try (IndexWriter writer = IndexWriter.create(own, IndexOptions.defaults())) {
        writer.add("empty", SparseVector.empty());
        writer.commit();
        writer.add("a", vector);
        assertEquals(1, writer.commit().postings());
      }
      try (SparseIndex index = SparseIndex.open(own)) {
        Explanation explanation = index.explain(vector, "a");
        float found = explanation.terms().getFirst().document().weight();
        assertEquals(weight, found, weight * 1e-5);
        assertEquals(1, index.search(vector, SearchOptions.top(3)).hits().size());
      }
    }
  }

  @Test
  void keepsManyAndLargeStoredBytes() throws IOException {
    try (IndexWriter writer =
        IndexWriter.create(files, IndexOptions.defaults().withBufferedBytes(100_000))) {
      for (int i = 0; i < 8; i++) {
        byte[] stored = new byte[i * 9_973];
        Arrays.fill(stored, (byte) i);
        writer.add("d" + i, VECTOR, stored);
        Arrays.fill(stored, (byte) 99);
      }
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(4, index.statistics().segments());
      for (int i = 0; i < 8; i++) {
        byte[] expected = new byte[i * 9_973];
        Arrays.fill(expected, (byte) i);
        assertArrayEquals(expected, index.stored(i));
      }
    }
  }

  @Test
  void refusesADirectoryThatIsInUse(@TempDir Path directory) throws IOException {
    Path index = directory.resolve("deep/index");
    try (IndexWriter writer = IndexWriter.create(index, IndexOptions.defaults())) {
      assertMessage("this process", () -> IndexWriter.create(index, IndexOptions.defaults()));
      assertMessage("no index", () -> IndexWriter.open(index));
      writer.commit();
      assertMessage("already", () -> IndexWriter.create(index, IndexOptions.defaults()));
      assertMessage("this process", () -> IndexWriter.open(index));
    }
    IndexWriter.open(index).close();
    assertMessage("is not empty", () -> IndexWriter.create(directory, IndexOptions.defaults()));
    assertFalse(Files.exists(directory.resolve("write.lock")));
    Path file = Files.writeString(directory.resolve("file"), "");
    assertMessage("is a file", () -> IndexWriter.create(file, IndexOptions.defaults()));
    assertMessage("no index", () -> IndexWriter.open(directory));
  }

  @Test
  void anInterruptedThreadLeavesTheLastCommit(@TempDir Path directory) throws IOException {
    try (IndexWriter writer = IndexWriter.create(directory, IndexOptions.defaults())) {
      writer.add("a", VECTOR);
      writer.commit();
      writer.add("b", VECTOR);
      Thread.currentThread().interrupt();
      assertThrows(IOException.class, writer::commit);
      assertTrue(Thread.interrupted());
    }
    try (IndexWriter writer = IndexWriter.open(directory)) {
      assertEquals(1, writer.documentCount());
      writer.add("b", VECTOR);
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(directory)) {
      assertEquals(2, index.documentCount());
    }
  }

  @Test
  void makesTheDirectoriesAboveToo(@TempDir Path directory) throws IOException {
    Path index = directory.resolve("new/newer/index");
    try (IndexWriter writer = IndexWriter.create(index, IndexOptions.defaults())) {
      writer.add("a", SparseVector.empty());
      writer.commit();
    }
    try (SparseIndex opened = SparseIndex.open(directory.resolve("new/newer/index"))) {
      assertEquals(1, opened.documentCount());
    }
  }

  @Test
  void refusesUseAfterClose() throws IOException {
    IndexWriter writer = IndexWriter.create(files, IndexOptions.defaults());
    writer.close();
    writer.close();
    assertThrows(IllegalStateException.class, () -> writer.add("a", VECTOR));
    assertThrows(IllegalStateException.class, writer::commit);
  }

  private interface Step {
    Object run() throws IOException;
  }

  private static void assertMessage(String expected, Step step) {
    String message = assertThrows(IOException.class, step::run).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static void assertRefused(IndexWriter writer, String key, String expected) {
    String message =
        assertThrows(DocumentKeyException.class, () -> writer.add(key, VECTOR)).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
