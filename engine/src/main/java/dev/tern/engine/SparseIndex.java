package dev.tern.engine;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.text.Quoted;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.store.DirectoryFiles;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/// An index opened for searching: the last commit at the time of opening, which no later commit
/// changes.
///
/// Opening maps every file and compares tables and keys with their checksums; nothing is copied.
/// The postings of a term are compared before the first search that has the term reads them, and
/// stored bytes, vectors and attachments before they are first handed out, so that no answer comes
/// from damaged bytes: whoever asks is told of the file and the place. [#verify] compares all at
/// once. Any number of threads may use an index at the same time and while it is being written.
/// Closing it lets what is running finish, and what comes later fails with [IllegalStateException].
public final class SparseIndex implements AutoCloseable {
  private final Snapshot snapshot;
  private final Users users;

  private SparseIndex(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.users = new Users(snapshot::close);
  }

  /// Opens the last commit of the index in a directory.
  ///
  /// @throws dev.tern.engine.format.IndexNotFoundException if there is no index, or none that has
  ///   been committed
  /// @throws dev.tern.engine.format.CorruptIndexException if the tables of a file are not as they
  ///   were written
  /// @throws dev.tern.engine.format.UnsupportedVersionException if a newer Tern wrote it
  public static SparseIndex open(Path directory) throws IOException {
    return open(DirectoryFiles.existing(directory));
  }

  static SparseIndex open(IndexFiles files) throws IOException {
    return new SparseIndex(Snapshot.open(files));
  }

  /// The documents with the greatest scores for a query. Terms that no document has are ignored.
  ///
  /// @throws IllegalArgumentException if the options ask for [Scoring#WEIGHTS] and the index has no
  ///   forward store
  /// @throws java.io.UncheckedIOException if a segment turns out to be damaged after all
  public SearchResult search(SparseVector query, SearchOptions options) {
    if (options.scoring() == Scoring.WEIGHTS) {
      requireForwardStore(options.scoring());
    }
    try (Users.Use _ = users.enter()) {
      Search search = snapshot.searches().take();
      SearchResult result = search.run(query, options);
      snapshot.searches().giveBack(search);
      return result;
    }
  }

  /// Searches for many queries, on several threads that end with the call.
  ///
  /// @param queries taken by the calling thread, some hundred ahead of their results
  /// @param threads how many, the calling one included, at least 1; more than there are cores are
  ///   of no use
  /// @param sink given each result in the order of the queries, by the calling thread
  /// @throws java.io.UncheckedIOException if a segment turns out to be damaged after all
  public void searchAll(
      Iterator<SparseVector> queries, SearchOptions options, int threads, SearchResult.Sink sink) {
    new BatchSearch(this, options, threads).run(queries, sink);
  }

  /// The results of many queries in their order, found on all cores.
  public List<SearchResult> searchAll(List<SparseVector> queries, SearchOptions options) {
    List<SearchResult> results = new ArrayList<>(queries.size());
    searchAll(
        queries.iterator(), options, Runtime.getRuntime().availableProcessors(), results::add);
    return results;
  }

  /// Why the document with this key has the score that it has for a query, with the finest step of
  /// the query's impacts.
  ///
  /// @throws DocumentKeyException if no document has the key
  public Explanation explain(SparseVector query, String key) throws DocumentKeyException {
    try (Users.Use _ = users.enter()) {
      return new Explainer(snapshot, query).explain(key);
    }
  }

  /// Why the document with this key has the score that it has for a query, by impacts or by
  /// weights.
  ///
  /// @throws DocumentKeyException if no document has the key
  /// @throws IllegalArgumentException if it is asked for by weights that the index has not kept
  public Explanation explain(SparseVector query, String key, Scoring scoring) throws IOException {
    if (scoring == Scoring.IMPACTS) {
      return explain(query, key);
    }
    requireForwardStore(scoring);
    try (Users.Use _ = users.enter()) {
      return new Explainer(snapshot, query).explainByWeights(key);
    }
  }

  private void requireForwardStore(Scoring scoring) {
    if (!hasForwardStore()) {
      throw new IllegalArgumentException(
          "an index without a forward store cannot be searched by weights: scoring=" + scoring);
    }
  }

  /// Number of documents.
  public int documentCount() {
    return snapshot.manifest().documents() - snapshot.manifest().deleted();
  }

  /// All docIds are below this, which is the number of documents as long as none has been deleted.
  public int docIdLimit() {
    return snapshot.manifest().documents();
  }

  /// Number of postings, those of deleted documents included until their segment is merged.
  public long postingCount() {
    return snapshot.manifest().postings();
  }

  /// The key of a document.
  ///
  /// @throws IndexOutOfBoundsException if there is no such docId
  public String key(int docId) {
    Objects.checkIndex(docId, docIdLimit());
    try (Users.Use _ = users.enter()) {
      return snapshot.key(docId);
    }
  }

  /// The docId of the document with this key.
  public OptionalInt docId(String key) {
    try (Users.Use _ = users.enter()) {
      return snapshot.docId(key);
    }
  }

  /// A copy of the bytes that were stored with a document.
  ///
  /// @throws IndexOutOfBoundsException if there is no such docId
  /// @throws java.io.UncheckedIOException if they turn out to be damaged
  public byte[] stored(int docId) {
    Objects.checkIndex(docId, docIdLimit());
    try (Users.Use _ = users.enter()) {
      return snapshot.stored(docId);
    }
  }

  /// Whether the index has a forward store.
  public boolean hasForwardStore() {
    return snapshot.manifest().impacts().form().forwardStore();
  }

  /// The vector of a document as it was given to the writer; absent in an index without a forward
  /// store. As a query it finds the documents that are most like this one, itself among them.
  ///
  /// @throws IndexOutOfBoundsException if there is no such docId
  /// @throws dev.tern.engine.format.CorruptIndexException if the vector turns out to be damaged
  public Optional<SparseVector> vector(int docId) throws IOException {
    Objects.checkIndex(docId, docIdLimit());
    try (Users.Use _ = users.enter()) {
      return hasForwardStore() ? Optional.of(snapshot.vector(docId)) : Optional.empty();
    }
  }

  /// In how many documents a term is, deleted ones included until their segment is merged.
  public int documentFrequency(int term) {
    try (Users.Use _ = users.enter()) {
      return snapshot.documentFrequency(term);
    }
  }

  /// The terms that at least one document has, ascending, deleted ones included.
  public int[] terms() {
    try (Users.Use _ = users.enter()) {
      IntHashSet terms = new IntHashSet();
      snapshot.segments().forEach(segment -> segment.forEachTerm(terms::add));
      return terms.toSortedArray();
    }
  }

  /// The properties that the writer set, by name.
  public Map<String, String> properties() {
    return snapshot.manifest().properties();
  }

  /// A copy of the bytes that the writer attached under a name.
  public Optional<byte[]> attachment(String name) throws IOException {
    if (!snapshot.manifest().attachments().containsKey(name)) {
      return Optional.empty();
    }
    try (Users.Use _ = users.enter()) {
      Region bytes = snapshot.attachment(name);
      if (bytes.length() > Integer.MAX_VALUE - Long.BYTES) {
        throw bytes.damaged(
            0, "attachment '" + Quoted.plain(name) + "' is too long to have been attached");
      }
      return Optional.of(bytes.bytes(0, (int) bytes.length()));
    }
  }

  /// Reads every file and compares it with its checksums, instead of leaving that to those who
  /// first ask for a part of it.
  ///
  /// @throws dev.tern.engine.format.CorruptIndexException if a file is not as it was written
  public void verify() throws IOException {
    try (Users.Use _ = users.enter()) {
      snapshot.verify();
    }
  }

  /// How many bytes each section takes in all segments.
  public Map<SegmentSection, Long> sectionBytes() {
    try (Users.Use _ = users.enter()) {
      Map<SegmentSection, Long> bytes = new EnumMap<>(SegmentSection.class);
      for (Segment segment : snapshot.segments()) {
        segment
            .sectionBytes()
            .forEach((section, length) -> bytes.merge(section, length, Long::sum));
      }
      return bytes;
    }
  }

  /// In which order postings are kept.
  public PostingsLayout layout() {
    return snapshot.manifest().impacts().form().layout();
  }

  /// The algorithms that find what they read in this layout; a search with another one is refused
  /// with an [IllegalArgumentException].
  public Set<Algorithm> algorithms() {
    Set<Algorithm> algorithms = EnumSet.allOf(Algorithm.class);
    algorithms.removeIf(algorithm -> !algorithm.serves(layout()));
    return algorithms;
  }

  /// Figures of the index.
  public IndexStatistics statistics() {
    Manifest manifest = snapshot.manifest();
    long sizeBytes = 0;
    for (SegmentEntry segment : manifest.segments()) {
      sizeBytes += segment.file().lengthBytes();
    }
    for (var attachment : manifest.attachments().values()) {
      sizeBytes += attachment.lengthBytes();
    }
    return new IndexStatistics(
        documentCount(),
        postingCount(),
        manifest.segments().size(),
        sizeBytes,
        manifest.impacts().step(),
        manifest.impacts().losses().saturated(),
        manifest.impacts().losses().dropped());
  }

  @Override
  public void close() {
    users.close();
  }
}
