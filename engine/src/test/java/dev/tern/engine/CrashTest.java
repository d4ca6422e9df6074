package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.MemoryFiles.Loss;
import dev.tern.engine.format.IndexNotFoundException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Whatever fails and whenever: the last commit is whole, or there is no index yet.
class CrashTest {
  private static final String NO_INDEX = "no index";
  private static final IndexOptions SMALL =
      IndexOptions.defaults()
          .withBufferedPostings(6)
          .withWindowDocuments(64)
          .withLayout(PostingsLayout.BOTH);

  private static final SparseVector VECTOR = SparseVector.of(new int[] {2, 5}, new float[] {3, 1});

  /// Chance is given more than one.
  private static final List<Loss> LOSSES =
      List.of(Loss.NOTHING, Loss.EVERYTHING, Loss.SOME, Loss.SOME, Loss.SOME, Loss.SOME);

  /// A life of an index: three writers, six commits, segments that are flushed on the way, an
  /// attachment that is replaced, documents that are discarded, deleted and replaced, segments that
  /// are merged. Returns what each commit holds, nothing first, as far as it got.
  private static List<String> live(MemoryFiles files) {
    List<String> commits = new ArrayList<>(List.of(NO_INDEX));
    try {
      try (IndexWriter writer = IndexWriter.create(files, SMALL)) {
        writer.attach("tokenizer", new byte[70_000]);
        add(writer, 0, 4);
        writer.commit();
        commits.add(Fingerprint.of(files));
        writer.property("model", "demo");
        writer.attach("tokenizer", new byte[] {1});
        add(writer, 4, 9);
        writer.commit();
        commits.add(Fingerprint.of(files));
        add(writer, 9, 14);
      }
      try (IndexWriter writer = IndexWriter.open(files, SMALL)) {
        writer.attach("table", new byte[] {2});
        add(writer, 20, 25);
        writer.commit();
        commits.add(Fingerprint.of(files));
      }
      try (IndexWriter writer = IndexWriter.open(files, SMALL)) {
        writer.delete("key1");
        writer.replace("key21", VECTOR, new byte[] {21});
        writer.commit();
        commits.add(Fingerprint.of(files));
        writer.delete("key0");
        writer.delete("key2");
        writer.commit();
        commits.add(Fingerprint.of(files));
        writer.merge(share -> {});
        writer.replace("key3", VECTOR, new byte[0]);
        writer.commit();
        commits.add(Fingerprint.of(files));
      }
    } catch (IOException e) {
      // As far as it got.
    }
    return commits;
  }

  private static void add(IndexWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      writer.add(
          "key" + i,
          SparseVector.of(new int[] {i % 3, 5 + i % 4}, new float[] {1 + i, 2}),
          new byte[i]);
    }
  }

  @Test
  void everyCrashLeavesTheLastCommitOrTheNext() throws IOException {
    MemoryFiles whole = new MemoryFiles();
    List<String> commits = live(whole);
    assertEquals(7, commits.size());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    int crashes = 0;
    for (int operation = 0; operation < whole.operations(); operation++) {
      MemoryFiles files = new MemoryFiles().failingAt(operation);
      int done = live(files).size();
      for (Loss loss : LOSSES) {
        MemoryFiles after = files.afterCrash(loss, random);
        String found = content(after);
        assertTrue(
            found.equals(commits.get(done - 1)) || commits.indexOf(found) == done,
            "operation " + operation + " " + loss + " after " + (done - 1) + " commits:\n" + found);
        goesOn(after, found);
        crashes++;
      }
    }
    assertTrue(crashes > 300, "crashes=" + crashes);
  }

  @Test
  void aFullDiskLeavesTheLastCommitAndTheWriterSaysSo() throws IOException {
    List<String> commits = live(new MemoryFiles());
    for (long room = 0; room < 80_000; room += room < 70_000 ? 1_999 : 97) {
      MemoryFiles files = new MemoryFiles().withRoom(room);
      int done = live(files).size();
      String found = content(files);
      assertEquals(commits.get(done - 1), found, "room=" + room);
      goesOn(files.withRoom(Long.MAX_VALUE), found);
    }
    MemoryFiles files = new MemoryFiles();
    try (IndexWriter writer = IndexWriter.create(files, SMALL)) {
      add(writer, 0, 1);
      writer.commit();
      files.withRoom(0);
      add(writer, 1, 2);
      assertThrows(IOException.class, writer::commit);
      String message = assertThrows(IOException.class, writer::commit).getMessage();
      assertTrue(message.contains("open a new one"), message);
      assertThrows(IOException.class, () -> add(writer, 3, 4));
    }
    assertEquals(1, SparseIndex.open(files).documentCount());
  }

  /// A new writer cleans up and adds to what is there.
  private static void goesOn(MemoryFiles files, String before) throws IOException {
    boolean isNew = before.equals(NO_INDEX);
    try (IndexWriter writer =
        isNew ? IndexWriter.create(files, SMALL) : IndexWriter.open(files, SMALL)) {
      writer.add("next", SparseVector.of(new int[] {1}, new float[] {1}));
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(index.docIdLimit() - 1, index.docId("next").orElseThrow());
    }
    Manifest manifest = ManifestFile.read(files);
    for (String name : files.list()) {
      assertTrue(name.equals(Layout.MANIFEST) || manifest.refersTo(name), "left behind: " + name);
    }
  }

  private static String content(IndexFiles files) throws IOException {
    try {
      return Fingerprint.of(files);
    } catch (IndexNotFoundException e) {
      return NO_INDEX;
    }
  }
}
