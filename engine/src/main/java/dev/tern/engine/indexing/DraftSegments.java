package dev.tern.engine.indexing;

import dev.tern.engine.codec.DocumentSet;
import dev.tern.engine.format.SegmentEntry;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.postings.Segment;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.Leftovers;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The segments of the next commit, in the order of their docIds: which documents they have and
/// which of these were deleted, and what becomes of segments that are many or mostly deleted.
///
/// No file of the last commit is changed or removed; files are new ones.
public final class DraftSegments implements Closeable {
  /// So many segments of about the same size are merged into one.
  private static final int FAN_IN = 8;

  /// Smaller segments are of the lowest level.
  private static final long SMALL_BYTES = 1 << 16;

  /// The share of the time of a merge that finding an order takes, about.
  private static final double ORDERING = 0.75;

  private static final class Draft {
    private SegmentEntry entry;
    private final DocumentSet deleted;
    private boolean changed;

    /// Opened when somebody asks for a key.
    private Optional<SegmentKeys> keys = Optional.empty();

    private Draft(SegmentEntry entry, DocumentSet deleted) {
      this.entry = entry;
      this.deleted = deleted;
    }
  }

  private final IndexFiles files;
  private final Supplier<SegmentForm> form;
  private final LongSupplier fileNumbers;
  private final List<Draft> drafts = new ArrayList<>();
  private List<SegmentEntry> committed;

  /// @param form of all segments of the next commit
  /// @param committed the segments of the last commit
  /// @param fileNumbers gives a number that no file has had yet
  public DraftSegments(
      IndexFiles files,
      Supplier<SegmentForm> form,
      List<SegmentEntry> committed,
      LongSupplier fileNumbers)
      throws IOException {
    this.files = files;
    this.form = form;
    this.fileNumbers = fileNumbers;
    this.committed = committed;
    for (SegmentEntry entry : committed) {
      drafts.add(
          new Draft(
              entry,
              entry.deletes().isPresent()
                  ? DocumentSet.read(files, entry.deletes().get(), entry.documents())
                  : DocumentSet.none(entry.documents())));
    }
  }

  /// Number of documents that were not deleted.
  public int documents() {
    return drafts.stream().mapToInt(draft -> draft.deleted.others()).sum();
  }

  /// Number of documents, deleted ones included.
  public long allDocuments() {
    long documents = 0;
    for (Draft draft : drafts) { // asked with every document, which a stream would make slower
      documents += draft.entry.documents();
    }
    return documents;
  }

  /// Whether a document that was not deleted has this key, given in UTF-8.
  ///
  /// @param hash [KeyHash#of] the key
  public boolean contains(byte[] utf8, long hash) throws IOException {
    for (Draft draft : drafts) {
      if (find(draft, utf8, hash).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Deletes the document that has this key, given in UTF-8, and returns whether there was one.
  ///
  /// @param hash [KeyHash#of] the key
  public boolean delete(byte[] utf8, long hash) throws IOException {
    for (Draft draft : drafts) {
      OptionalInt found = find(draft, utf8, hash);
      if (found.isPresent()) {
        draft.deleted.add(found.getAsInt());
        draft.changed = true;
        return true;
      }
    }
    return false;
  }

  private OptionalInt find(Draft draft, byte[] utf8, long hash) throws IOException {
    if (draft.keys.isEmpty()) {
      draft.keys = Optional.of(SegmentKeys.reopen(files, draft.entry));
    }
    OptionalInt found = draft.keys.get().find(utf8, hash);
    return found.isPresent() && draft.deleted.contains(found.getAsInt())
        ? OptionalInt.empty()
        : found;
  }

  /// Adds a segment that was written; merges the last ones if they have become many.
  ///
  /// A segment's level is the logarithm of its bytes to the base of [#FAN_IN]. As soon as none of
  /// the last [#FAN_IN] segments is of a higher level than the last one, they become one of the
  /// next: so every posting is merged about once for each level, and their number grows with the
  /// logarithm of the index.
  public void add(SegmentEntry written) throws IOException {
    drafts.add(new Draft(written, DocumentSet.none(written.documents())));
    while (drafts.size() >= FAN_IN) {
      int from = drafts.size() - FAN_IN;
      int level = level(drafts.getLast());
      for (Draft draft : drafts.subList(from, drafts.size())) {
        if (level(draft) > level) {
          return;
        }
      }
      merge(from, drafts.size(), false, share -> {});
    }
  }

  private static int level(Draft draft) {
    long bytes = Math.max(SMALL_BYTES, draft.entry.file().lengthBytes());
    return (Long.SIZE - Long.numberOfLeadingZeros(bytes)) / Integer.numberOfTrailingZeros(FAN_IN);
  }

  /// Makes one segment of all, without the documents that were deleted.
  ///
  /// @param reordering whether to order documents so that similar ones are neighbours
  /// @param progress told the share of the work that is done, in `[0, 1]`
  public void mergeAll(boolean reordering, DoubleConsumer progress) throws IOException {
    boolean gaps = drafts.stream().anyMatch(draft -> draft.deleted.size() > 0);
    if (drafts.size() > 1 || gaps || (reordering && !drafts.isEmpty())) {
      merge(0, drafts.size(), reordering, progress);
    }
  }

  /// Writes what was deleted and returns the segments. Those of which more is deleted than is left
  /// are written anew without it; those of which nothing is left are gone.
  public List<SegmentEntry> write() throws IOException {
    for (int i = drafts.size() - 1; i >= 0; i--) {
      if (drafts.get(i).deleted.size() > drafts.get(i).deleted.others()) {
        merge(i, i + 1, false, share -> {});
      }
    }
    List<SegmentEntry> entries = new ArrayList<>();
    for (Draft draft : drafts) {
      if (draft.changed) {
        draft.entry =
            draft.entry.withDeletes(
                Optional.of(draft.deleted.write(files, fileNumbers.getAsLong())));
        draft.changed = false;
      }
      entries.add(draft.entry);
    }
    return entries;
  }

  /// Says that these segments have been committed.
  public void committed(List<SegmentEntry> entries) {
    committed = entries;
  }

  /// Replaces segments by one that has their documents.
  private void merge(int from, int to, boolean reordering, DoubleConsumer progress)
      throws IOException {
    List<Draft> old = List.copyOf(drafts.subList(from, to));
    List<Merge.Source> sources = new ArrayList<>();
    List<Draft> merged = new ArrayList<>();
    try {
      for (Draft draft : old) {
        if (draft.deleted.others() > 0) {
          sources.add(
              new Merge.Source(
                  Segment.open(files, draft.entry.withDeletes(Optional.empty()), form.get()),
                  draft.deleted));
        }
      }
      if (!sources.isEmpty()) {
        Merge merge = new Merge(sources);
        if (reordering) {
          merge.reorder(share -> progress.accept(share * ORDERING));
        }
        double before = reordering ? ORDERING : 0;
        SegmentEntry entry =
            merge.write(
                files,
                form.get(),
                fileNumbers.getAsLong(),
                share -> progress.accept(before + (1 - before) * share));
        merged.add(new Draft(entry, DocumentSet.none(entry.documents())));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause(); // postings that are damaged
    } finally {
      sources.forEach(source -> source.segment().close());
    }
    for (Draft draft : old) {
      closeKeys(draft);
    }
    drafts.subList(from, to).clear();
    for (Draft draft : old) {
      if (committed.stream().noneMatch(entry -> entry.isIn(draft.entry.file().name()))) {
        Leftovers.removeIfPossible(files, draft.entry.file().name());
      }
    }
    drafts.addAll(from, merged);
  }

  private static void closeKeys(Draft draft) throws IOException {
    if (draft.keys.isPresent()) {
      draft.keys.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Draft draft : drafts) {
      closeKeys(draft);
    }
  }
}
