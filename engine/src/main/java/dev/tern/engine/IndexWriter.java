package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.indexing.DraftSegments;
import dev.tern.engine.indexing.KeyHash;
import dev.tern.engine.indexing.SegmentBuffer;
import dev.tern.engine.indexing.SegmentWriter;
import dev.tern.engine.indexing.Workers;
import dev.tern.engine.store.DirectoryFiles;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.Leftovers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/// Makes an index, adds to one or deletes from it. There is one writer of an index at a time, in
/// all processes.
///
/// Nothing is visible to readers, or survives a crash, before [#commit] has returned; then all of
/// it does. Closing without a commit discards what was added since the last one. After an
/// [IOException] from writing, the writer refuses to go on: close it and open a new one, which
/// continues from the last commit. Not for use by several threads at once.
///
/// Documents are kept in memory until the buffer of the [IndexOptions] is full and then written as
/// a segment; segments are merged as they become many, in the thread that adds. docIds are those of
/// one commit: merging closes the gaps that deleted documents leave, and only keys stay.
public final class IndexWriter implements AutoCloseable {
  private static final int MAX_DOCUMENTS = Integer.MAX_VALUE - 1;

  private final IndexFiles files;
  private final Closeable lock;
  private final IndexOptions options;
  private final Workers workers;
  private final CommitDraft draft;
  private final DraftSegments segments;
  private SegmentBuffer buffer;
  private boolean changed;
  private boolean failed;
  private boolean closed;

  private IndexWriter(IndexFiles files, IndexOptions options, IndexClaim claim) throws IOException {
    this.files = files;
    this.lock = claim.lock();
    this.options = options;
    this.draft = new CommitDraft(files, claim.committed());
    this.workers = new Workers(options.threads());
    this.buffer = emptyBuffer();
    this.segments =
        new DraftSegments(
            files,
            () -> draft.impacts().form(),
            claim.committed().segments(),
            draft::newFileNumber);
  }

  /// Starts a new index in a directory that does not exist or is empty.
  ///
  /// @throws IOException if the directory has files in it, or another writer is at work there
  public static IndexWriter create(Path directory, IndexOptions options) throws IOException {
    return create(DirectoryFiles.made(directory), options);
  }

  static IndexWriter create(IndexFiles files, IndexOptions options) throws IOException {
    return start(files, options, IndexClaim.ofNew(files, options));
  }

  /// Opens the index in a directory to add to it.
  ///
  /// @throws IOException if there is no index, a part of it is damaged, or it has another writer
  public static IndexWriter open(Path directory) throws IOException {
    return open(directory, IndexOptions.defaults());
  }

  /// Opens the index in a directory to add to it. Of the options, the step, the windows, the
  /// layout, the codes and whether there is a forward store are those with which the index was
  /// made.
  ///
  /// @throws IOException if there is no index, a part of it is damaged, or it has another writer
  public static IndexWriter open(Path directory, IndexOptions options) throws IOException {
    return open(DirectoryFiles.existing(directory), options);
  }

  static IndexWriter open(IndexFiles files, IndexOptions options) throws IOException {
    return start(files, options, IndexClaim.ofExisting(files));
  }

  private static IndexWriter start(IndexFiles files, IndexOptions options, IndexClaim claim)
      throws IOException {
    try {
      return new IndexWriter(files, options, claim);
    } catch (IOException | RuntimeException | Error e) {
      claim.lock().close();
      throw e;
    }
  }

  /// Adds a document with nothing stored.
  public void add(String key, SparseVector vector) throws IOException {
    add(key, vector, new byte[0]);
  }

  /// Adds a document.
  ///
  /// @param key by which the caller knows the document: any text of 1 to 65,535 bytes of UTF-8
  /// @param vector of the document; it may be empty
  /// @param stored bytes to keep with the document, for [SparseIndex#stored]
  /// @throws DocumentKeyException if the key is not allowed or another document has it; the writer
  ///   can go on
  public void add(String key, SparseVector vector, byte[] stored) throws IOException {
    checkUsable();
    byte[] utf8 = DocumentKeys.utf8(key);
    long hash = KeyHash.of(utf8);
    if (isTaken(utf8, hash)) {
      throw new DocumentKeyException(
          "the index has a document with the key '"
              + Quoted.plain(key)
              + "' already; give each document its own key");
    }
    requireRoom();
    append(utf8, hash, vector, stored);
  }

  /// Adds a document in place of the one with the same key, if there is one.
  ///
  /// The next commit makes both visible at once: readers find the one or the other. The document
  /// gets a new docId, behind all others.
  ///
  /// @throws DocumentKeyException if the key is not allowed; the writer can go on
  public void replace(String key, SparseVector vector, byte[] stored) throws IOException {
    checkUsable();
    byte[] utf8 = DocumentKeys.utf8(key);
    long hash = KeyHash.of(utf8);
    requireRoom();
    deleteIfThere(utf8, hash);
    append(utf8, hash, vector, stored);
  }

  /// Deletes the document with this key and returns whether there was one. Its bytes are in the
  /// index until its segment is merged.
  public boolean delete(String key) throws IOException {
    checkUsable();
    Optional<byte[]> utf8 = Utf8.encode(key);
    return utf8.isPresent() && deleteIfThere(utf8.get(), KeyHash.of(utf8.get()));
  }

  private boolean deleteIfThere(byte[] utf8, long hash) throws IOException {
    boolean deleted = buffer.delete(utf8, hash) || segments.delete(utf8, hash);
    changed |= deleted;
    return deleted;
  }

  private void requireRoom() throws IOException {
    if (segments.allDocuments() + buffer.size() >= MAX_DOCUMENTS) {
      throw new IOException(
          files.describe("") + " is full with " + MAX_DOCUMENTS + " documents; start another one");
    }
  }

  private void append(byte[] utf8, long hash, SparseVector vector, byte[] stored)
      throws IOException {
    byte[] kept = stored.clone();
    failed = true;
    if (isFullWith(vector, utf8.length + (long) kept.length)) {
      flush();
    }
    buffer.add(utf8, hash, vector, kept);
    changed = true;
    failed = false;
  }

  /// Keeps bytes under a name with the index, for [SparseIndex#attachment]; they replace those that
  /// had the name.
  public void attach(String name, byte[] bytes) throws IOException {
    checkUsable();
    draft.attach(name, bytes);
    changed = true;
  }

  /// Keeps a short text under a name with the index, for [SparseIndex#properties]; it replaces the
  /// one that had the name.
  public void property(String name, String value) throws IOException {
    checkUsable();
    draft.property(name, value);
    changed = true;
  }

  /// What [#property] has set so far, by name.
  public Map<String, String> properties() {
    return draft.manifest().properties();
  }

  /// Whether the index has a forward store.
  public boolean hasForwardStore() {
    return draft.impacts().form().forwardStore();
  }

  /// Number of documents, those that are not committed yet included.
  public int documentCount() {
    return segments.documents() + buffer.size();
  }

  /// Whether there is a document with this key, committed or not.
  public boolean contains(String key) throws IOException {
    checkUsable();
    Optional<byte[]> utf8 = Utf8.encode(key);
    return utf8.isPresent() && isTaken(utf8.get(), KeyHash.of(utf8.get()));
  }

  /// Makes one segment of all documents, without what was deleted, which is the fastest to search
  /// and takes the least space. It takes effect with the next commit; until then the index takes
  /// twice its space. Takes some 20 bytes of memory for each document, at most 8 more where
  /// postings are kept by impact only; some 300 where the options ask for another order of the
  /// documents.
  ///
  /// @param progress told from time to time the share of the work that is done, in `[0, 1]`
  public void merge(DoubleConsumer progress) throws IOException {
    checkUsable();
    failed = true;
    flush();
    segments.mergeAll(options.reordering(), progress);
    changed = true;
    failed = false;
  }

  /// Makes everything since the last commit visible and durable, or nothing of it. The first commit
  /// makes the index, even if it has no documents; later ones without a change do nothing.
  ///
  /// A segment most of whose documents were deleted is written anew without them.
  public CommitSummary commit() throws IOException {
    checkUsable();
    if (changed || draft.manifest().generation() == 0) {
      failed = true;
      flush();
      List<SegmentEntry> entries = segments.write();
      draft.commit(entries);
      segments.committed(entries);
      changed = false;
      failed = false;
      removeLeftovers();
    }
    Manifest committed = draft.manifest();
    return new CommitSummary(
        committed.generation(),
        committed.documents() - committed.deleted(),
        committed.postings(),
        committed.impacts().losses().saturated(),
        committed.impacts().losses().dropped());
  }

  /// Discards what is not committed and lets another writer begin.
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    workers.close();
    try (lock) {
      segments.close();
      removeLeftovers();
    }
  }

  private void removeLeftovers() {
    try {
      Leftovers.remove(files);
    } catch (IOException e) {
      // The commits are safe, and the next writer will remove what is left.
    }
  }

  private void checkUsable() throws IOException {
    if (closed) {
      throw new IllegalStateException("the writer is closed: index=" + files.describe(""));
    }
    if (failed) {
      throw new IOException(
          "an earlier write to "
              + files.describe("")
              + " failed; close this writer and open a new one, which continues from the last"
              + " commit");
    }
  }

  private boolean isTaken(byte[] utf8, long hash) throws IOException {
    return buffer.contains(utf8, hash) || segments.contains(utf8, hash);
  }

  private boolean isFullWith(SparseVector vector, long bytes) {
    return buffer.size() > 0
        && (buffer.postings() + vector.size() > options.bufferedPostings()
            || buffer.storedBytes() + bytes > options.bufferedBytes());
  }

  /// Writes the buffered documents as a segment of the next commit. The first weights decide the
  /// step of the index unless its creator did.
  private void flush() throws IOException {
    if (buffer.size() == 0) {
      buffer = emptyBuffer(); // it may be full of deleted documents
      return;
    }
    SegmentEntry entry =
        new SegmentWriter(files, draft.impacts().form(), workers)
            .write(buffer, draft.newFileNumber());
    draft.quantized(buffer.quantizer(), buffer.losses());
    buffer = emptyBuffer();
    segments.add(entry);
  }

  private SegmentBuffer emptyBuffer() {
    return new SegmentBuffer(draft.impacts().step(), draft.impacts().form(), workers);
  }
}
