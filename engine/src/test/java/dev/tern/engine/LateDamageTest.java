package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is not compared with its checksums when an index is opened is compared before it is used: a
/// file of many chunks, one of which is damaged, gives right answers or none.
class LateDamageTest {
  private static final String SEGMENT = "segment-1.tern";
  private static final int DOCUMENTS = 4_000;
  private static final int TERMS = 300;

  /// Something that is asked of an index.
  private interface Question {
    Object ask(SparseIndex index) throws IOException;
  }

  private static MemoryFiles index(PostingsLayout layout) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    MemoryFiles files = new MemoryFiles();
    IndexOptions options =
        IndexOptions.defaults().withWindowDocuments(1024).withLayout(layout).withForwardStore(true);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        int[] terms =
            IntStream.generate(() -> (int) Math.pow(TERMS, random.nextDouble()))
                .limit(20)
                .sorted()
                .distinct()
                .toArray();
        float[] weights = new float[terms.length];
        for (int j = 0; j < weights.length; j++) {
          weights[j] = 0.1f + random.nextFloat();
        }
        writer.add("document " + i, SparseVector.of(terms, weights), new byte[i % 90]);
      }
      writer.attach("table", new byte[300_000]);
      writer.commit();
    }
    return files;
  }

  private static List<Question> questions(SparseIndex of) {
    List<Question> questions = new ArrayList<>();
    for (int term = 1; term < TERMS; term += 9) {
      SparseVector query = SparseVector.of(new int[] {term, TERMS}, new float[] {1, 1});
      for (Algorithm algorithm : of.algorithms()) {
        SearchOptions options = SearchOptions.top(10).withAlgorithm(algorithm);
        questions.add(index -> index.search(query, options).hits());
      }
      SearchOptions byWeights = SearchOptions.top(10).withScoring(Scoring.WEIGHTS);
      questions.add(index -> index.search(query, byWeights).hits());
    }
    for (int i = 0; i < DOCUMENTS; i += 37) {
      int docId = i;
      questions.add(index -> index.key(docId));
      questions.add(index -> index.docId("document " + docId));
      questions.add(index -> index.stored(docId).length);
      questions.add(index -> index.vector(docId));
    }
    return questions;
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedChunkGivesNoWrongAnswer(PostingsLayout layout) throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    MemoryFiles files = index(layout);
    List<Question> questions;
    List<Object> answers = new ArrayList<>();
    try (SparseIndex whole = SparseIndex.open(files)) {
      whole.verify();
      questions = questions(whole);
      for (Question question : questions) {
        answers.add(question.ask(whole));
      }
    }
    byte[] bytes = files.bytes(SEGMENT);
    int opened = 0;
    int refused = 0;
    for (int chunk = 0; chunk < bytes.length; chunk += Layout.CHUNK_BYTES) {
      byte[] damaged = bytes.clone();
      int end = Math.min(chunk + Layout.CHUNK_BYTES, bytes.length);
      damaged[random.nextInt(chunk, end)] ^= (byte) (1 << random.nextInt(8));
      files.put(SEGMENT, damaged);
      try (SparseIndex index = SparseIndex.open(files)) {
        opened++;
        for (int i = 0; i < questions.size(); i++) {
          refused += isRefused(questions.get(i), index, answers.get(i), chunk) ? 1 : 0;
        }
        int start = chunk;
        CorruptIndexException refusal = assertThrows(CorruptIndexException.class, index::verify);
        assertEquals(start, refusal.offset());
      } catch (CorruptIndexException e) {
        assertEquals("memory/" + SEGMENT, e.file());
        assertTrue(e.offset() == chunk || end == bytes.length, e.getMessage());
      }
      assertThrows(
          CorruptIndexException.class, () -> IndexWriter.open(files, IndexOptions.defaults()));
    }
    assertTrue(opened > 4 && refused > 100, "opened=" + opened + " refused=" + refused);
  }

  private static boolean isRefused(Question question, SparseIndex index, Object answer, long chunk)
      throws IOException {
    try {
      assertEquals(answer, question.ask(index));
      return false;
    } catch (CorruptIndexException e) {
      assertEquals(chunk, e.offset());
      return true;
    } catch (UncheckedIOException e) {
      CorruptIndexException refusal = (CorruptIndexException) e.getCause();
      assertEquals("memory/" + SEGMENT, refusal.file());
      assertEquals(chunk, refusal.offset());
      return true;
    }
  }

  @Test
  void aDamagedAttachmentIsRefusedWhenItIsAskedFor() throws IOException {
    MemoryFiles files = index(PostingsLayout.HYBRID);
    byte[] bytes = files.bytes("attachment-2.tern");
    bytes[200_000] = 1;
    files.put("attachment-2.tern", bytes);
    try (SparseIndex index = SparseIndex.open(files)) {
      for (int i = 0; i < 2; i++) { // a refusal is not forgotten
        CorruptIndexException refusal =
            assertThrows(CorruptIndexException.class, () -> index.attachment("table"));
        assertEquals(3 * 65_536, refusal.offset());
        assertThrows(CorruptIndexException.class, index::verify);
      }
    }
    bytes[200_000] = 0;
    files.put("attachment-2.tern", bytes);
    try (SparseIndex index = SparseIndex.open(files)) {
      index.verify();
      assertArrayEquals(new byte[300_000], index.attachment("table").orElseThrow());
    }
  }

  /// Merging reads everything; damage must not get new checksums.
  @Test
  void aMergeDoesNotTakeDamageAlong() throws IOException {
    MemoryFiles files = index(PostingsLayout.HYBRID);
    byte[] bytes = files.bytes(SEGMENT);
    for (int chunk = 0; chunk < bytes.length; chunk += Layout.CHUNK_BYTES) {
      MemoryFiles copy = files.copy();
      try (IndexWriter writer = IndexWriter.open(copy, IndexOptions.defaults())) {
        writer.delete("document 7");
        byte[] damaged = bytes.clone();
        damaged[Math.min(chunk + 100, bytes.length - 1)] ^= 1;
        copy.put(SEGMENT, damaged);
        CorruptIndexException refusal =
            assertThrows(CorruptIndexException.class, () -> writer.merge(_ -> {}));
        assertEquals("memory/" + SEGMENT, refusal.file());
      }
    }
  }
}
