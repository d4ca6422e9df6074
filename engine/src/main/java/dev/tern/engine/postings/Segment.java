package dev.tern.engine.postings;

import dev.tern.engine.codec.BlobTable;
import dev.tern.engine.codec.KeyTable;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.format.Windows;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.SectionFile;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// The documents of one segment file: their postings, keys and stored bytes. Immutable.
public final class Segment implements AutoCloseable {
  private final SectionFile file;
  private final int documents;
  private final SegmentPostings postings;
  private final KeyTable keys;
  private final BlobTable stored;

  private Segment(SectionFile file, SegmentEntry entry, int windowDocuments) throws IOException {
    this.file = file;
    documents = entry.documents();
    postings =
        SegmentPostings.read(file, new Windows(documents, windowDocuments), entry.postings());
    keys = new KeyTable(file, documents);
    stored =
        new BlobTable(file, SegmentSection.STORED_OFFSETS, SegmentSection.STORED_BYTES, documents);
  }

  /// Opens and verifies a segment.
  ///
  /// @param entry what the manifest says about it
  /// @param windowDocuments in every window but the last
  /// @throws dev.tern.engine.format.CorruptIndexException if it is not as it was written
  public static Segment open(IndexFiles files, SegmentEntry entry, int windowDocuments)
      throws IOException {
    SectionFile file = SectionFile.open(files, entry.file());
    try {
      return new Segment(file, entry, windowDocuments);
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /// Number of documents.
  public int documents() {
    return documents;
  }

  /// In how many documents of this segment a term is.
  public int documentFrequency(int term) {
    int ordinal = postings.terms().find(term);
    return ordinal < 0 ? 0 : postings.terms().documentFrequency(ordinal);
  }

  /// Its postings.
  public SegmentPostings postings() {
    return postings;
  }

  /// The postings of a term, if any document has the term.
  public Optional<TermPostings> postings(int term) {
    int ordinal = postings.ordinal(term);
    return ordinal < 0 ? Optional.empty() : Optional.of(postings.get(ordinal));
  }

  /// Hands over each term that a document of this segment has, ascending.
  public void forEachTerm(IntConsumer consumer) {
    TermTable terms = postings.terms();
    for (int ordinal = 0; ordinal < terms.size(); ordinal++) {
      consumer.accept(terms.id(ordinal));
    }
  }

  /// The key of a document.
  public String key(int docId) {
    return keys.key(docId);
  }

  /// The key of a document.
  ///
  /// @param buffer for its bytes; no other memory than that of the key is taken if they fit
  public String key(int docId, byte[] buffer) {
    return keys.key(docId, buffer);
  }

  /// Reads a byte of a key, which brings it into the cache.
  public int touchKey(int docId) {
    return keys.touch(docId);
  }

  /// The document with this key, given in UTF-8.
  public OptionalInt find(byte[] utf8) {
    return keys.find(utf8);
  }

  /// A copy of what was stored with a document.
  public byte[] stored(int docId) {
    return stored.get(docId);
  }

  /// How many bytes each section takes.
  public Map<SegmentSection, Long> sectionBytes() {
    Map<SegmentSection, Long> bytes = new EnumMap<>(SegmentSection.class);
    for (SegmentSection section : SegmentSection.values()) {
      file.sectionLength(section.id()).ifPresent(length -> bytes.put(section, length));
    }
    return bytes;
  }

  @Override
  public void close() {
    file.close();
  }
}
