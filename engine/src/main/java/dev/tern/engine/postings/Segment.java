package dev.tern.engine.postings;

import dev.tern.engine.codec.BlobTable;
import dev.tern.engine.codec.DocumentSet;
import dev.tern.engine.codec.ForwardTable;
import dev.tern.engine.codec.KeyTable;
import dev.tern.engine.codec.LostWeights;
import dev.tern.engine.codec.TermTable;
import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
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
  private final DocumentSet deleted;
  private final Optional<ForwardTable> forward;
  private final Optional<LostWeights> lost;

  private Segment(SectionFile file, SegmentEntry entry, SegmentForm form, DocumentSet deleted)
      throws IOException {
    this.file = file;
    this.deleted = deleted;
    documents = entry.documents();
    // Keys first: they show that there are as many documents as the manifest says, before memory is
    // taken for each.
    keys = new KeyTable(file, documents);
    Windows windows = new Windows(documents, form.windowDocuments(), entry.scarceShare());
    postings = SegmentPostings.read(file, windows, form, entry.postings());
    stored =
        new BlobTable(file, SegmentSection.STORED_OFFSETS, SegmentSection.STORED_BYTES, documents);
    boolean hasForward = ForwardTable.isIn(file);
    forward = hasForward ? Optional.of(new ForwardTable(file, documents)) : Optional.empty();
    lost = hasForward ? Optional.of(new LostWeights(file, documents)) : Optional.empty();
  }

  /// Opens a segment and verifies its tables. The postings of a term, the stored bytes and the
  /// vector of a document are verified when they are first asked for.
  ///
  /// @param entry what the manifest says about it
  /// @param form of all segments of the index
  /// @throws dev.tern.engine.format.CorruptIndexException if it is not as it was written
  public static Segment open(IndexFiles files, SegmentEntry entry, SegmentForm form)
      throws IOException {
    SectionFile file = SectionFile.open(files, entry.file());
    try {
      return new Segment(file, entry, form, deleted(files, entry));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static DocumentSet deleted(IndexFiles files, SegmentEntry entry) throws IOException {
    return entry.deletes().isPresent()
        ? DocumentSet.read(files, entry.deletes().get(), entry.documents())
        : DocumentSet.none(entry.documents());
  }

  /// Compares all of the file with its checksums and checks the postings of all terms, whether they
  /// are asked for or not.
  public void verify() throws CorruptIndexException {
    file.verify();
    postings.checkAll();
  }

  /// Number of documents, those that were deleted included.
  public int documents() {
    return documents;
  }

  /// The documents that were deleted.
  public DocumentSet deleted() {
    return deleted;
  }

  /// In how many documents of this segment a term is, those that were deleted included.
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

  /// Its keys.
  public KeyTable keys() {
    return keys;
  }

  /// What is stored with its documents.
  public BlobTable stored() {
    return stored;
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

  /// Reads where a key is, which brings that into the cache.
  public int touchKeyOffset(int docId) {
    return keys.touchOffset(docId);
  }

  /// Reads a byte of a key, which brings it into the cache.
  public int touchKey(int docId) {
    return keys.touch(docId);
  }

  /// The document with this key, given in UTF-8, unless it was deleted.
  public OptionalInt find(byte[] utf8) {
    OptionalInt found = keys.find(utf8);
    return found.isPresent() && deleted.contains(found.getAsInt()) ? OptionalInt.empty() : found;
  }

  /// A copy of what was stored with a document.
  ///
  /// @throws java.io.UncheckedIOException if it turns out to be damaged
  public byte[] stored(int docId) {
    return stored.get(docId);
  }

  /// Its vectors, if it has a forward store.
  public Optional<ForwardTable> forward() {
    return forward;
  }

  /// The weights that its impacts do not stand for, if it has a forward store.
  public Optional<LostWeights> lost() {
    return lost;
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
