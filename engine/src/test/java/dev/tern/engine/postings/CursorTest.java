package dev.tern.engine.postings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.indexing.KeyHash;
import dev.tern.engine.indexing.SegmentBuffer;
import dev.tern.engine.indexing.SegmentWriter;
import dev.tern.engine.indexing.Workers;
import dev.tern.engine.store.DirectoryFiles;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/// A cursor against the arrays that were written.
class CursorTest {
  private static final int TERM = 11;
  private static final List<PostingsLayout> LAYOUTS = List.of(PostingsLayout.values());

  @TempDir Path directory;

  private int[] documents;
  private int[] impacts;

  @Randomized(runs = 60)
  void walksAndJumpsLikeAnArray(RandomGenerator random) throws IOException {
    SegmentForm form =
        SegmentForm.plain(64 << random.nextInt(9))
            .withLayout(LAYOUTS.get(random.nextInt(3)))
            .withCodes(codes(random));
    try (Segment segment = segment(random, form)) {
      BlockCursor walking = segment.postings(TERM).orElseThrow().cursor();
      assertEquals(documents.length, segment.documentFrequency(TERM));
      assertEquals(Arrays.stream(impacts).max().orElseThrow(), walking.maxImpact());
      for (int i = 0; i < documents.length; i++) {
        assertEquals(documents[i], walking.docId());
        assertEquals(impacts[i], walking.impact());
        assertEquals(i + 1 < documents.length ? documents[i + 1] : END, walking.next());
      }
      assertEquals(END, walking.docId());
      assertEquals(END, walking.advance(END));
      for (int i = 0; i < 20; i++) {
        jump(segment.postings(TERM).orElseThrow().cursor(), random);
      }
      assertTrue(segment.postings(TERM + 1).isEmpty());
    }
  }

  private static final int END = DocumentCursor.END;

  private void jump(BlockCursor cursor, RandomGenerator random) {
    int most = 1 + documents[documents.length - 1] / (1 + random.nextInt(30));
    int place = 0;
    while (place < documents.length) {
      int target = cursor.docId() + random.nextInt(-2, most + 1);
      while (place < documents.length && documents[place] < target) {
        place++;
      }
      int expected = place < documents.length ? documents[place] : END;
      assertEquals(expected, cursor.advance(target), () -> "target=" + target);
      assertEquals(expected, cursor.docId());
      if (place < documents.length) {
        assertEquals(impacts[place], cursor.impact());
        int asked = Math.max(target, cursor.docId());
        assertEquals(blockMax(asked), cursor.blockMaxImpact(asked));
        if (random.nextBoolean()) {
          cursor.next();
          place++;
        }
      }
    }
    assertEquals(END, cursor.docId());
  }

  /// The greatest impact of the block of `target`.
  private int blockMax(int target) {
    return IntStream.range(0, documents.length)
        .filter(i -> documents[i] / 64 == target / 64)
        .map(i -> impacts[i])
        .max()
        .orElse(0);
  }

  /// A segment in which one term has random documents; another one fills blocks around it.
  private Segment segment(RandomGenerator random, SegmentForm form) throws IOException {
    int count = 1 + random.nextInt(3_000);
    int every = 1 << random.nextInt(11); // frequent, rare and scarce
    CodeBook codes = form.codes();
    SegmentBuffer buffer = new SegmentBuffer(1, form, new Workers(1));
    documents = new int[count];
    impacts = new int[count];
    int size = 0;
    for (int docId = 0; docId < count; docId++) {
      boolean has = random.nextInt(every) == 0 || docId == count - 1;
      int impact = 1 + random.nextInt(255);
      if (has) {
        documents[size] = docId;
        impacts[size++] = codes.nearest(impact);
      }
      byte[] key = ("" + docId).getBytes(StandardCharsets.UTF_8);
      buffer.add(
          key,
          KeyHash.of(key),
          has
              ? SparseVector.of(new int[] {3, TERM}, new float[] {1, impact})
              : SparseVector.of(new int[] {3}, new float[] {1}),
          new byte[0]);
    }
    documents = Arrays.copyOf(documents, size);
    impacts = Arrays.copyOf(impacts, size);
    DirectoryFiles files = DirectoryFiles.existing(directory);
    long number = random.nextLong(1, Long.MAX_VALUE);
    SegmentEntry entry = new SegmentWriter(files, form, new Workers(1)).write(buffer, number);
    return Segment.open(files, entry, form);
  }

  private static CodeBook codes(RandomGenerator random) {
    int bits = 4 + 2 * random.nextInt(3);
    byte[] listed = new byte[1 + random.nextInt((1 << bits) - 1)];
    int[] drawn = random.ints(1, 256).distinct().limit(listed.length).sorted().toArray();
    for (int i = 0; i < listed.length; i++) {
      listed[i] = (byte) drawn[i];
    }
    return bits == 8 ? CodeBook.BYTES : CodeBook.of(bits, listed);
  }
}
