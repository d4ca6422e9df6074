package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.SegmentSection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of a user through the façade, on real files.
class SparseIndexTest {
  private static final SparseVector TERN = vector(3, 2f, 7, 1f);
  private static final SparseVector GULL = vector(3, 1f, 9, .5f);

  @TempDir Path directory;

  @Test
  void findsWhatWasCommitted() throws IOException {
    write();
    try (SparseIndex index = SparseIndex.open(directory)) {
      assertEquals(3, index.documentCount());
      assertEquals(4, index.postingCount());
      SearchResult result = index.search(vector(3, 1f, 7, .5f), SearchOptions.defaults());
      assertEquals(List.of("tern", "gull"), result.hits().stream().map(Hit::key).toList());
      Hit best = result.hits().getFirst();
      assertEquals(0, best.docId());
      assertEquals(2.5f, best.score(), 0.01f);
      assertEquals(2.5f, best.score(), 0.01f);
    }
  }

  @Test
  void keepsKeysStoredBytesPropertiesAndAttachments() throws IOException {
    write();
    try (SparseIndex index = SparseIndex.open(directory)) {
      assertEquals("gull", index.key(1));
      assertEquals(OptionalInt.of(2), index.docId("nothing"));
      assertEquals(OptionalInt.empty(), index.docId("Gull"));
      assertEquals("a seabird", new String(index.stored(0), StandardCharsets.UTF_8));
      assertEquals(0, index.stored(1).length);
      assertEquals(Map.of("model", "demo"), index.properties());
      assertArrayEquals(new byte[] {1, 2, 3}, index.attachment("tokenizer").orElseThrow());
      assertTrue(index.attachment("none").isEmpty());
      assertArrayEquals(new int[] {3, 7, 9}, index.terms());
      assertEquals(2, index.documentFrequency(3));
      assertEquals(0, index.documentFrequency(8));
      assertEquals(4.0 / 3, index.statistics().meanVectorLength());
      assertEquals(2f / 255, index.statistics().step());
      assertThrows(IndexOutOfBoundsException.class, () -> index.key(3));
      assertThrows(IndexOutOfBoundsException.class, () -> index.stored(-1));
    }
  }

  @Test
  void appendsInLaterCommitsAndLeavesOpenSnapshotsAlone() throws IOException {
    write();
    try (SparseIndex before = SparseIndex.open(directory)) {
      try (IndexWriter writer = IndexWriter.open(directory)) {
        writer.add("skua", vector(3, 4f));
        writer.attach("tokenizer", new byte[] {9});
        CommitSummary summary = writer.commit();
        assertEquals(4, summary.documents());
        assertEquals(1, summary.saturatedWeights());
        assertEquals(2, summary.generation());
      }
      try (SparseIndex after = SparseIndex.open(directory)) {
        assertEquals(4, after.documentCount());
        assertEquals(OptionalInt.of(3), after.docId("skua"));
        assertArrayEquals(new byte[] {9}, after.attachment("tokenizer").orElseThrow());
      }
      assertEquals(3, before.documentCount());
      assertArrayEquals(new byte[] {1, 2, 3}, before.attachment("tokenizer").orElseThrow());
    }
  }

  @Test
  void explainsTheScoreOfASearch() throws IOException {
    write();
    try (SparseIndex index = SparseIndex.open(directory)) {
      SparseVector query = vector(1, 9f, 3, 1f, 7, .5f);
      Hit hit = index.search(query, SearchOptions.top(1)).hits().getFirst();
      Explanation explanation = index.explain(query, hit.key());
      assertEquals(hit.integerScore(), explanation.integerScore());
      assertEquals(hit.score(), explanation.score());
      assertEquals(
          List.of(3, 7, 1), explanation.terms().stream().map(Explanation.Term::term).toList());
      Explanation.Term first = explanation.terms().getFirst();
      assertEquals(new Explanation.Part(1f, 4095), first.query());
      assertEquals(new Explanation.Part(2f, 255), first.document());
      assertEquals(4095 * 255, first.integerContribution());
      assertEquals(new Explanation.Part(9f, 0), explanation.terms().getLast().query());
      assertEquals(0, index.explain(query, "nothing").integerScore());
      String message =
          assertThrows(DocumentKeyException.class, () -> index.explain(query, "x")).getMessage();
      assertTrue(message.contains("'x'"), message);
    }
  }

  /// Vectors of whole numbers are searched exactly as they are.
  @Test
  void aStepOf1KeepsWholeNumbers() throws IOException {
    try (IndexWriter writer = IndexWriter.create(directory, IndexOptions.defaults().withStep(1))) {
      writer.add("tern", vector(3, 7f, 9, 255f));
      writer.add("gull", vector(9, 1f));
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(directory)) {
      SearchOptions options = SearchOptions.defaults().withQueryStep(1);
      assertEquals(
          List.of(new Hit(0, "tern", 2 * 7 + 3 * 255, 2 * 7 + 3 * 255), new Hit(1, "gull", 3, 3)),
          index.search(vector(3, 2f, 9, 3f), options).hits());
    }
    assertThrows(IllegalArgumentException.class, () -> SearchOptions.defaults().withQueryStep(-1));
    assertThrows(
        IllegalArgumentException.class, () -> SearchOptions.defaults().withQueryStep(Float.NaN));
  }

  @Test
  void leavesKeysOutAndNothingElse() throws IOException {
    IndexOptions kept = IndexOptions.defaults().withForwardStore(true);
    try (IndexWriter writer = IndexWriter.create(directory, kept)) {
      writer.add("tern", vector(3, 7f, 9, 255f));
      writer.add("gull", vector(9, 1f));
      writer.commit();
    }
    SparseVector query = vector(3, 2f, 9, 3f);
    try (SparseIndex index = SparseIndex.open(directory)) {
      for (SearchOptions options :
          List.of(
              SearchOptions.defaults(),
              SearchOptions.defaults().withScoring(Scoring.WEIGHTS),
              SearchOptions.defaults().withTwoPhase(TwoPhase.defaults()))) {
        List<Hit> hits = index.search(query, options).hits();
        assertEquals(List.of("tern", "gull"), hits.stream().map(Hit::key).toList());
        assertEquals(
            hits.stream()
                .map(hit -> new Hit(hit.docId(), "", hit.score(), hit.integerScore()))
                .toList(),
            index.search(query, options.withKeys(false)).hits());
      }
    }
  }

  @Test
  void tellsTheSizeOfItsSections() throws IOException {
    write();
    try (SparseIndex index = SparseIndex.open(directory)) {
      Map<SegmentSection, Long> bytes = index.sectionBytes();
      assertEquals(
          EnumSet.range(SegmentSection.POSTINGS, SegmentSection.STORED_BYTES), bytes.keySet());
      assertEquals(8L * 4, bytes.get(SegmentSection.KEY_OFFSETS));
      assertEquals("a seabird".length(), bytes.get(SegmentSection.STORED_BYTES));
      long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
      assertTrue(sum < index.statistics().sizeBytes(), "sum=" + sum);
    }
  }

  @Test
  void refusesUseAfterClose() throws IOException {
    write();
    SparseIndex index = SparseIndex.open(directory);
    index.close();
    index.close();
    assertThrows(IllegalStateException.class, () -> index.search(TERN, SearchOptions.defaults()));
  }

  private void write() throws IOException {
    try (IndexWriter writer = IndexWriter.create(directory, IndexOptions.defaults())) {
      writer.property("model", "demo");
      writer.attach("tokenizer", new byte[] {1, 2, 3});
      writer.add("tern", TERN, "a seabird".getBytes(StandardCharsets.UTF_8));
      writer.add("gull", GULL);
      writer.add("nothing", SparseVector.empty());
      writer.commit();
    }
  }

  /// A vector from ids and weights in turn.
  private static SparseVector vector(float... entries) {
    int[] ids = new int[entries.length / 2];
    float[] weights = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) entries[2 * i];
      weights[i] = entries[2 * i + 1];
    }
    return SparseVector.of(ids, weights);
  }
}
