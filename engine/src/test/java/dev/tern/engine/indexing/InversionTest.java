package dev.tern.engine.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.postings.BlockCursor;
import dev.tern.engine.postings.DocumentCursor;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.store.DirectoryFiles;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/// A segment has the postings that a map of lists has, over several batches, with terms of a
/// vocabulary and terms that are hashes, whether the step was known from the start or not.
class InversionTest {
  private static final SegmentForm FORM = SegmentForm.plain(4096);

  @TempDir Path directory;

  @Randomized(runs = 6)
  void postingsAreThoseOfAPlainInversion(RandomGenerator random) throws IOException {
    int documents = random.nextInt(3) * VectorBatch.MAX_DOCUMENTS + 1 + random.nextInt(500);
    boolean hashes = random.nextBoolean();
    float step = random.nextBoolean() ? 1 : 0;
    Workers workers = new Workers(1 + random.nextInt(4));
    SegmentBuffer buffer = new SegmentBuffer(step, FORM, workers);
    SortedMap<Integer, List<String>> expected = new TreeMap<>();
    for (int docId = 0; docId < documents; docId++) {
      int size = random.nextInt(4);
      SortedMap<Integer, Float> entries = new TreeMap<>();
      for (int i = 0; i < size; i++) {
        int term = random.nextInt(40);
        entries.put(hashes ? (term * 50_000_001 + 7) & Integer.MAX_VALUE : term, impact(random));
      }
      if (docId == 0) {
        entries.put(3, 255f); // which makes the step 1
      }
      for (var entry : entries.entrySet()) {
        expected
            .computeIfAbsent(entry.getKey(), term -> new ArrayList<>())
            .add(docId + ":" + entry.getValue().intValue());
      }
      add(buffer, "d" + docId, entries);
    }
    assertEquals(expected.toString(), written(buffer, workers).toString());
    workers.close();
  }

  private static float impact(RandomGenerator random) {
    return 1 + random.nextInt(255);
  }

  private static void add(SegmentBuffer buffer, String key, SortedMap<Integer, Float> entries)
      throws IOException {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    int[] ids = entries.keySet().stream().mapToInt(Integer::intValue).toArray();
    float[] weights = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      weights[i] = entries.get(ids[i]);
    }
    buffer.add(utf8, KeyHash.of(utf8), SparseVector.of(ids, weights), new byte[0]);
  }

  private SortedMap<Integer, List<String>> written(SegmentBuffer buffer, Workers workers)
      throws IOException {
    DirectoryFiles files = DirectoryFiles.existing(directory);
    SegmentEntry entry = new SegmentWriter(files, FORM, workers).write(buffer, System.nanoTime());
    SortedMap<Integer, List<String>> found = new TreeMap<>();
    try (Segment segment = Segment.open(files, entry, FORM)) {
      segment.forEachTerm(term -> {
        List<String> postings = new ArrayList<>();
        BlockCursor cursor = segment.postings(term).orElseThrow().cursor();
        for (int docId = cursor.docId(); docId != DocumentCursor.END; docId = cursor.next()) {
          postings.add(docId + ":" + cursor.impact());
        }
        found.put(term, postings);
      });
    }
    return found;
  }
}
