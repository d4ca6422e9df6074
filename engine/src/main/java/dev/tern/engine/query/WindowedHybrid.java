package dev.tern.engine.query;

import dev.tern.engine.format.Windows;
import dev.tern.engine.postings.SegmentPostings;

/// Scores windows of documents term at a time, as far as the bounds of their blocks let them have
/// hits.
///
/// 1. For every block of 64 documents the bounds of the terms are added up.
/// 2. The windows with the greatest bounds come first, for they raise the bar most; the others
///    follow in the order of their documents. A block is *wanted* if its bound reaches the bar; a
///    window without one is left out.
/// 3. In a window the postings of the rare terms are added to an array of scores: those in its
///    superblocks of 1,024 documents that have a wanted block, if these are few.
/// 4. A wanted block is *live* if its greatest score so far and the bounds of the frequent terms
///    reach the bar. Live blocks get the impacts of the frequent terms, which have most of a
///    query's postings, 64 documents at a time.
///
/// A search with a budget takes all windows in the order of their bounds, so that what it has not
/// come to is what can have the fewest hits.
///
/// Rare terms are mostly streamed and not looked up by document, because the access to a posting
/// costs a hundred times its addition; frequent ones have bitmaps, in which looking up is cheap.
/// Related to Ding and Suel, *Faster Top-k Document Retrieval Using Block-Max Indexes*, SIGIR 2011,
/// and to Mallia, Suel and Tonellotto, *Faster Learned Sparse Retrieval with Block-Max Pruning*,
/// SIGIR 2024, who evaluate block by block.
public final class WindowedHybrid implements Evaluator {
  /// How many windows are taken out of turn.
  private static final int FIRST_WINDOWS = 8;

  private final QueryBounds bounds = new QueryBounds();
  private final WindowScoring scoring = new WindowScoring();
  private int[] windowBounds = {};

  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    if (terms.size() == 0) {
      return;
    }
    if (collector.isSpent()) {
      collector.allowance().miss(terms.bound());
      return;
    }
    bounds.add(segment, terms, scoring.begin(segment, terms), collector.work());
    addWindowBounds(segment.windows());
    int windows = segment.windows().windows();
    int inOrder = collector.allowance().isLimited() ? windows : Math.min(FIRST_WINDOWS, windows);
    for (int i = 0; i < inOrder; i++) {
      int best = 0;
      for (int window = 1; window < windows; window++) {
        best = windowBounds[window] > windowBounds[best] ? window : best;
      }
      collect(segment, best, terms, collector);
      windowBounds[best] = 0;
    }
    for (int window = 0; window < windows; window++) {
      collect(segment, window, terms, collector);
    }
    collector.work().endOf(Work.Phase.BOUNDS);
  }

  /// Collects the hits of a window, if it can have any.
  private void collect(SegmentPostings segment, int window, QueryTerms terms, Collector collector) {
    long bound = windowBounds[window];
    if (bound < collector.boundBar()) {
      return;
    }
    if (collector.isSpent()) {
      collector.allowance().miss(bound);
      return;
    }
    scoring.collect(segment, window, terms, bounds.sums(), bound, collector);
  }

  private void addWindowBounds(Windows windows) {
    if (windowBounds.length < windows.windows()) {
      windowBounds = new int[windows.windows()];
    }
    for (int window = 0; window < windows.windows(); window++) {
      int first = window * windows.blocksPerWindow();
      windowBounds[window] = bounds.sums().max(first, first + windows.blocksOf(window));
    }
  }
}
