package dev.tern.engine;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.Windows;
import java.util.Objects;
import java.util.function.Consumer;

/// How an index is made.
///
/// @param step of the impacts: impact = min(round(weight / step), 255); 0 to take the greatest
///   weight of the first segment divided by 255
/// @param bufferedPostings how many postings are kept in memory, at 3 bytes each, or 8 until the
///   step is known, before they are written as a segment; at least 1
/// @param bufferedBytes how many bytes of keys and stored bytes are kept in memory before they are
///   written; at least 1
/// @param windowDocuments how many documents are scored together, a power of two from 64 to 16,384
/// @param reordering whether [IndexWriter#merge] orders documents so that similar ones are
///   neighbours, which lets searches leave out more; docIds, by which equal scores are ordered, are
///   then no longer in the order of adding
/// @param impactBits of the codes of impacts: 8, or 6 or 4 for an index that is smaller and a
///   little coarser, see [CodeBook]; the impacts that there are come from the first segment
/// @param layout in which order postings are kept, which decides what algorithms can search; an
///   index keeps the one that it was made with
/// @param forwardStore whether the weights are kept as they are given, beside their impacts: for
///   searches by [Scoring#WEIGHTS] and for [SparseIndex#vector]. It takes about 6 bytes a posting
///   on disk, and 8 in memory until it is written
/// @param threads that make segments, the calling one included, at least 1; each more takes some 20
///   MB of memory and 5 bytes a document of a segment
public record IndexOptions(
    float step,
    int bufferedPostings,
    long bufferedBytes,
    int windowDocuments,
    boolean reordering,
    int impactBits,
    PostingsLayout layout,
    boolean forwardStore,
    int threads) {
  private static final IndexOptions DEFAULTS =
      new IndexOptions(
          0,
          1 << 25,
          1 << 28,
          Windows.MAX_WINDOW,
          false,
          Byte.SIZE,
          PostingsLayout.HYBRID,
          false,
          1);

  /// Checks the values.
  public IndexOptions {
    if (!(step >= 0) || step == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("a step is finite and not below 0: step=" + step);
    }
    if (bufferedPostings < 1 || bufferedBytes < 1) {
      throw new IllegalArgumentException(
          "at least one posting and one byte are buffered: bufferedPostings="
              + bufferedPostings
              + " bufferedBytes="
              + bufferedBytes);
    }
    if (!Windows.isWindow(windowDocuments)) {
      throw new IllegalArgumentException(
          "a window has 64 to 16,384 documents, a power of two: windowDocuments="
              + windowDocuments);
    }
    if (!CodeBook.isBits(impactBits)) {
      throw new IllegalArgumentException(
          "codes of impacts have 4, 6 or 8 bits: impactBits=" + impactBits);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("a writer needs at least one thread: threads=" + threads);
    }
    Objects.requireNonNull(layout);
  }

  /// The step comes from the first documents, and memory for 32 Mi postings and 256 MiB of stored
  /// bytes is used.
  public static IndexOptions defaults() {
    return DEFAULTS;
  }

  /// The same with another step.
  public IndexOptions withStep(float newStep) {
    return with(draft -> draft.step = newStep);
  }

  /// The same with room for another number of postings.
  public IndexOptions withBufferedPostings(int newBufferedPostings) {
    return with(draft -> draft.bufferedPostings = newBufferedPostings);
  }

  /// The same with room for another number of stored bytes.
  public IndexOptions withBufferedBytes(long newBufferedBytes) {
    return with(draft -> draft.bufferedBytes = newBufferedBytes);
  }

  /// The same with windows of another size.
  public IndexOptions withWindowDocuments(int newWindowDocuments) {
    return with(draft -> draft.windowDocuments = newWindowDocuments);
  }

  /// The same with documents in another order, or not.
  public IndexOptions withReordering(boolean newReordering) {
    return with(draft -> draft.reordering = newReordering);
  }

  /// The same with codes of another width: 4, 6 or 8 bits.
  public IndexOptions withImpactBits(int newImpactBits) {
    return with(draft -> draft.impactBits = newImpactBits);
  }

  /// The same with postings in another order.
  public IndexOptions withLayout(PostingsLayout newLayout) {
    return with(draft -> draft.layout = newLayout);
  }

  /// The same with a forward store, or without.
  public IndexOptions withForwardStore(boolean newForwardStore) {
    return with(draft -> draft.forwardStore = newForwardStore);
  }

  /// The same with another number of threads; the bytes of the index do not depend on it.
  public IndexOptions withThreads(int newThreads) {
    return with(draft -> draft.threads = newThreads);
  }

  private IndexOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// What the segments of the index have in common.
  SegmentForm form() {
    return new SegmentForm(windowDocuments, layout, CodeBook.ofBits(impactBits), forwardStore);
  }

  /// The same components, to be changed one by one.
  private static final class Draft {
    private float step;
    private int bufferedPostings;
    private long bufferedBytes;
    private int windowDocuments;
    private boolean reordering;
    private int impactBits;
    private PostingsLayout layout;
    private boolean forwardStore;
    private int threads;

    Draft(IndexOptions options) {
      this.step = options.step;
      this.bufferedPostings = options.bufferedPostings;
      this.bufferedBytes = options.bufferedBytes;
      this.windowDocuments = options.windowDocuments;
      this.reordering = options.reordering;
      this.impactBits = options.impactBits;
      this.layout = options.layout;
      this.forwardStore = options.forwardStore;
      this.threads = options.threads;
    }

    IndexOptions options() {
      return new IndexOptions(
          step,
          bufferedPostings,
          bufferedBytes,
          windowDocuments,
          reordering,
          impactBits,
          layout,
          forwardStore,
          threads);
    }
  }
}
