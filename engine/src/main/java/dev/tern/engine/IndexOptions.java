package dev.tern.engine;

import dev.tern.engine.format.CodeBook;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentForm;
import dev.tern.engine.format.Windows;
import java.util.Objects;

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
public record IndexOptions(
    float step,
    int bufferedPostings,
    long bufferedBytes,
    int windowDocuments,
    boolean reordering,
    int impactBits,
    PostingsLayout layout,
    boolean forwardStore) {
  private static final IndexOptions DEFAULTS =
      new IndexOptions(
          0, 1 << 25, 1 << 28, Windows.MAX_WINDOW, false, Byte.SIZE, PostingsLayout.HYBRID, false);

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
    Objects.requireNonNull(layout);
  }

  /// The step comes from the first documents, and memory for 32 Mi postings and 256 MiB of stored
  /// bytes is used.
  public static IndexOptions defaults() {
    return DEFAULTS;
  }

  /// The same with another step.
  public IndexOptions withStep(float newStep) {
    return new IndexOptions(
        newStep,
        bufferedPostings,
        bufferedBytes,
        windowDocuments,
        reordering,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with room for another number of postings.
  public IndexOptions withBufferedPostings(int newBufferedPostings) {
    return new IndexOptions(
        step,
        newBufferedPostings,
        bufferedBytes,
        windowDocuments,
        reordering,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with room for another number of stored bytes.
  public IndexOptions withBufferedBytes(long newBufferedBytes) {
    return new IndexOptions(
        step,
        bufferedPostings,
        newBufferedBytes,
        windowDocuments,
        reordering,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with windows of another size.
  public IndexOptions withWindowDocuments(int newWindowDocuments) {
    return new IndexOptions(
        step,
        bufferedPostings,
        bufferedBytes,
        newWindowDocuments,
        reordering,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with documents in another order, or not.
  public IndexOptions withReordering(boolean newReordering) {
    return new IndexOptions(
        step,
        bufferedPostings,
        bufferedBytes,
        windowDocuments,
        newReordering,
        impactBits,
        layout,
        forwardStore);
  }

  /// The same with codes of another width: 4, 6 or 8 bits.
  public IndexOptions withImpactBits(int newImpactBits) {
    return new IndexOptions(
        step,
        bufferedPostings,
        bufferedBytes,
        windowDocuments,
        reordering,
        newImpactBits,
        layout,
        forwardStore);
  }

  /// The same with postings in another order.
  public IndexOptions withLayout(PostingsLayout newLayout) {
    return new IndexOptions(
        step,
        bufferedPostings,
        bufferedBytes,
        windowDocuments,
        reordering,
        impactBits,
        newLayout,
        forwardStore);
  }

  /// The same with a forward store, or without.
  public IndexOptions withForwardStore(boolean newForwardStore) {
    return new IndexOptions(
        step,
        bufferedPostings,
        bufferedBytes,
        windowDocuments,
        reordering,
        impactBits,
        layout,
        newForwardStore);
  }

  /// What the segments of the index have in common.
  SegmentForm form() {
    return new SegmentForm(windowDocuments, layout, CodeBook.ofBits(impactBits), forwardStore);
  }
}
