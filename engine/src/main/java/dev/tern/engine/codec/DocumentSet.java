package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.FileKind;
import dev.tern.engine.format.SegmentEntry.Deletes;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;

/// Some of the documents of a segment, a bit for each: those that were deleted.
///
/// A reader's set does not change; a writer's grows.
public final class DocumentSet {
  /// The section of the file: `u64[(N + 63) / 64]`, bit i of word w for document 64 w + i.
  private static final int WORDS = 1;

  private final int documents;
  private final long[] words;
  private int size;

  private DocumentSet(int documents) {
    this.documents = documents;
    words = new long[(int) ((documents + 63L) / 64)];
  }

  /// None of so many documents.
  public static DocumentSet none(int documents) {
    return new DocumentSet(documents);
  }

  /// Reads the set that the manifest names for a segment with so many documents.
  ///
  /// @throws CorruptIndexException if the file is damaged or is not of this segment
  public static DocumentSet read(IndexFiles files, Deletes entry, int documents)
      throws IOException {
    try (SectionFile file = SectionFile.open(files, entry.file())) {
      Region region = file.section(WORDS);
      DocumentSet set = new DocumentSet(documents);
      region.checkLength((long) set.words.length * Long.BYTES, "the deleted documents");
      for (int i = 0; i < set.words.length; i++) {
        set.words[i] = region.i64((long) i * Long.BYTES);
        set.size += Long.bitCount(set.words[i]);
      }
      long beyond = documents % 64 == 0 ? 0 : -1L << documents % 64;
      if (set.size != entry.documents() || (set.words[set.words.length - 1] & beyond) != 0) {
        throw region.damaged(0, "it does not have " + entry.documents() + " deleted documents");
      }
      return set;
    }
  }

  /// Writes the set as a file with this number and returns when it has reached the disk.
  public Deletes write(IndexFiles files, long number) throws IOException {
    try (SectionFileWriter file = new SectionFileWriter(files, FileKind.DELETES, number)) {
      file.begin(WORDS);
      file.putLongs(words);
      return new Deletes(file.finish(), size);
    }
  }

  /// Whether a document of the segment is in the set.
  public boolean contains(int docId) {
    return (words[docId >>> 6] & 1L << docId) != 0;
  }

  /// Adds a document that is not in the set.
  public void add(int docId) {
    words[docId >>> 6] |= 1L << docId;
    size++;
  }

  /// How many documents are in the set.
  public int size() {
    return size;
  }

  /// How many documents are not.
  public int others() {
    return documents - size;
  }
}
