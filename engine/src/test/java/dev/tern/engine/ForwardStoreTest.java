package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.SegmentSection;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The weights come back bit for bit, whatever has become of the segments.
class ForwardStoreTest {
  /// Documents are added, replaced and deleted, buffers spill, segments are merged and reordered.
  @Randomized(runs = 60)
  void vectorsSurviveWhateverHappensToTheirSegments(RandomGenerator random) throws IOException {
    MemoryFiles files = new MemoryFiles();
    IndexOptions options =
        RandomDocuments.form(random, IndexOptions.defaults())
            .withForwardStore(true)
            .withWindowDocuments(64)
            .withBufferedPostings(1 + random.nextInt(600))
            .withReordering(random.nextBoolean())
            .withStep(random.nextBoolean() ? 0 : 0.01f);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      writer.commit();
    }
    Map<String, SparseVector> expected = new HashMap<>();
    int terms = random.nextBoolean() ? 30 : 40_000; // 7 · 40,000 does not fit 16 bits
    for (int session = 0; session < 3; session++) {
      try (IndexWriter writer = IndexWriter.open(files, IndexOptions.defaults())) {
        assertTrue(writer.hasForwardStore());
        for (int i = 0; i < 60; i++) {
          String key = "key" + random.nextInt(90);
          if (random.nextInt(4) == 0) {
            assertEquals(expected.remove(key) != null, writer.delete(key));
          } else {
            SparseVector vector = vector(random, terms);
            expected.put(key, vector);
            writer.replace(key, vector, new byte[0]);
          }
          if (random.nextInt(20) == 0) {
            writer.commit();
          }
        }
        if (random.nextBoolean()) {
          writer.merge(share -> {});
        }
        writer.commit();
      }
      assertHolds(expected, files);
    }
  }

  private static void assertHolds(Map<String, SparseVector> expected, MemoryFiles files)
      throws IOException {
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(expected.size(), index.documentCount());
      for (Map.Entry<String, SparseVector> document : expected.entrySet()) {
        int docId = index.docId(document.getKey()).orElseThrow();
        assertEquals(Optional.of(document.getValue()), index.vector(docId), document.getKey());
      }
      assertThrows(IndexOutOfBoundsException.class, () -> index.vector(index.docIdLimit()));
    }
  }

  /// Weights of all magnitudes; some vectors have no entry.
  private static SparseVector vector(RandomGenerator random, int terms) {
    int[] ids =
        IntStream.generate(() -> 7 * random.nextInt(terms))
            .limit(random.nextInt(20))
            .distinct()
            .sorted()
            .toArray();
    float[] weights = new float[ids.length];
    for (int i = 0; i < weights.length; i++) {
      int bits = 1 + random.nextInt(Float.floatToIntBits(Float.MAX_VALUE));
      weights[i] = random.nextBoolean() ? random.nextFloat() + 0.001f : Float.intBitsToFloat(bits);
    }
    return SparseVector.of(ids, weights);
  }

  @Test
  void postingsAreThoseOfAnIndexWithoutOne() throws IOException {
    List<SparseVector> vectors =
        List.of(
            SparseVector.of(new int[] {3, 70_000}, new float[] {1, 0.001f}),
            SparseVector.empty(),
            SparseVector.of(new int[] {3, 5}, new float[] {2, 0.5f}));
    MemoryFiles with = new MemoryFiles();
    MemoryFiles without = new MemoryFiles();
    IndexOptions options = IndexOptions.defaults();
    new RandomDocuments(vectors, List.of(1), options.withForwardStore(true)).write(with);
    new RandomDocuments(vectors, List.of(1), options).write(without);
    assertEquals(Fingerprint.of(without), Fingerprint.of(with));
    try (SparseIndex index = SparseIndex.open(with);
        SparseIndex plain = SparseIndex.open(without)) {
      assertTrue(index.hasForwardStore());
      assertFalse(plain.hasForwardStore());
      assertEquals(Optional.empty(), plain.vector(0));
      assertFalse(plain.sectionBytes().containsKey(SegmentSection.FORWARD_TERMS));
      assertEquals(4 * 4, index.sectionBytes().get(SegmentSection.FORWARD_WEIGHTS));
      // 70,000 makes the terms of its segment wide, those of the other one are narrow.
      assertEquals(2 * 4 + 2 * 2, index.sectionBytes().get(SegmentSection.FORWARD_TERMS));
    }
  }

  @Test
  void aDocumentAsQueryFindsItselfFirst() throws IOException {
    MemoryFiles files = new MemoryFiles();
    List<SparseVector> vectors =
        List.of(
            SparseVector.of(new int[] {1, 2, 3}, new float[] {1, 1, 1}),
            SparseVector.of(new int[] {1, 2, 9}, new float[] {1, 1, 1}),
            SparseVector.of(new int[] {9}, new float[] {1}));
    new RandomDocuments(vectors, List.of(), IndexOptions.defaults().withForwardStore(true))
        .write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      SparseVector like = index.vector(0).orElseThrow();
      List<Hit> hits = index.search(like, SearchOptions.defaults()).hits();
      assertEquals(List.of(0, 1), hits.stream().map(Hit::docId).toList());
    }
  }
}
