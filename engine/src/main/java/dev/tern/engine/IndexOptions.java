package dev.tern.engine;

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
/// @param layout in which order postings are kept, which decides what algorithms can search; an
///   index keeps the one that it was made with
public record IndexOptions(
    float step,
    int bufferedPostings,
    long bufferedBytes,
    int windowDocuments,
    boolean reordering,
    PostingsLayout layout) {
  private static final IndexOptions DEFAULTS =
      new IndexOptions(0, 1 << 25, 1 << 28, Windows.MAX_WINDOW, false, PostingsLayout.HYBRID);

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
        newStep, bufferedPostings, bufferedBytes, windowDocuments, reordering, layout);
  }

  /// The same with room for another number of postings.
  public IndexOptions withBufferedPostings(int newBufferedPostings) {
    return new IndexOptions(
        step, newBufferedPostings, bufferedBytes, windowDocuments, reordering, layout);
  }

  /// The same with room for another number of stored bytes.
  public IndexOptions withBufferedBytes(long newBufferedBytes) {
    return new IndexOptions(
        step, bufferedPostings, newBufferedBytes, windowDocuments, reordering, layout);
  }

  /// The same with windows of another size.
  public IndexOptions withWindowDocuments(int newWindowDocuments) {
    return new IndexOptions(
        step, bufferedPostings, bufferedBytes, newWindowDocuments, reordering, layout);
  }

  /// The same with documents in another order, or not.
  public IndexOptions withReordering(boolean newReordering) {
    return new IndexOptions(
        step, bufferedPostings, bufferedBytes, windowDocuments, newReordering, layout);
  }

  /// The same with postings in another order.
  public IndexOptions withLayout(PostingsLayout newLayout) {
    return new IndexOptions(
        step, bufferedPostings, bufferedBytes, windowDocuments, reordering, newLayout);
  }

  /// What the segments of the index have in common.
  SegmentForm form() {
    return new SegmentForm(windowDocuments, layout);
  }
}
