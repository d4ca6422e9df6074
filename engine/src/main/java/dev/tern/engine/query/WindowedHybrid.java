package dev.tern.engine.query;

import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.Bounds;
import dev.tern.engine.kernel.Scores;
import dev.tern.engine.postings.FrequentPostings;
import java.util.Arrays;
import java.util.List;

/// Scores windows of documents term at a time, as far as the bounds of their blocks let them have
/// hits.
///
/// 1. For every block of 64 documents the bounds of the terms are added up.
/// 2. The windows with the greatest bounds come first, for they raise the bar most; the others
///    follow in the order of their documents. A window without a block that reaches the bar is left
///    out.
/// 3. In a window the postings of the rare terms are added to an array of scores.
/// 4. A block is *live* if its greatest score so far and the bounds of the frequent terms reach the
///    bar. Only live blocks get the impacts of the frequent terms, which are most of a query's
///    postings, 64 documents at a time.
///
/// Rare terms are streamed and never looked up by document, because the access to a posting costs a
/// hundred times its addition; frequent ones have bitmaps, in which looking up is cheap. Related to
/// Ding and Suel, *Faster Top-k Document Retrieval Using Block-Max Indexes*, SIGIR 2011, and to
/// Mallia, Suel and Tonellotto, *Faster Learned Sparse Retrieval with Block-Max Pruning*, SIGIR
/// 2024, who evaluate block by block.
public final class WindowedHybrid implements Evaluator {
  /// How many windows are taken out of turn.
  private static final int FIRST_WINDOWS = 8;

  private final int[] scores = new int[Windows.MAX_WINDOW];
  private int[] bounds = {};
  private int[] frequentBounds = {};
  private long postings;

  @Override
  public void evaluate(Windows windows, List<QueryTerm> terms, Collector collector) {
    if (terms.isEmpty()) {
      return;
    }
    List<QueryTerm> rare =
        terms.stream().filter(term -> !(term.postings() instanceof FrequentPostings)).toList();
    List<QueryTerm> frequent =
        terms.stream().filter(term -> term.postings() instanceof FrequentPostings).toList();
    addBounds(windows, rare, frequent);
    int[] windowBounds = new int[windows.windows()];
    for (int window = 0; window < windowBounds.length; window++) {
      int first = window * windows.blocksPerWindow();
      windowBounds[window] = Bounds.max(bounds, first, first + windows.blocksOf(window));
    }
    long floor = collector.floor(terms);
    postings = 0;
    for (int i = 0; i < Math.min(FIRST_WINDOWS, windowBounds.length); i++) {
      int best = 0;
      for (int window = 1; window < windowBounds.length; window++) {
        best = windowBounds[window] > windowBounds[best] ? window : best;
      }
      if (windowBounds[best] >= Math.max(floor, collector.openBar())) {
        window(windows, best, rare, frequent, floor, collector);
      }
      windowBounds[best] = 0;
    }
    for (int window = 0; window < windowBounds.length; window++) {
      if (windowBounds[window] >= Math.max(floor, collector.openBar())) {
        window(windows, window, rare, frequent, floor, collector);
      }
    }
    collector.countPostings(postings);
  }

  private void addBounds(Windows windows, List<QueryTerm> rare, List<QueryTerm> frequent) {
    if (bounds.length < windows.blocks()) {
      bounds = new int[windows.blocks()];
      frequentBounds = new int[windows.blocks()];
    }
    Arrays.fill(frequentBounds, 0, windows.blocks(), 0);
    for (QueryTerm term : frequent) {
      term.postings().addBounds(term.impact(), frequentBounds);
    }
    System.arraycopy(frequentBounds, 0, bounds, 0, windows.blocks());
    for (QueryTerm term : rare) {
      term.postings().addBounds(term.impact(), bounds);
    }
  }

  private void window(
      Windows windows,
      int window,
      List<QueryTerm> rare,
      List<QueryTerm> frequent,
      long floor,
      Collector collector) {
    for (QueryTerm term : rare) {
      postings += term.postings().addWindow(window, term.impact(), scores);
    }
    int first = window * windows.blocksPerWindow();
    int blocks = windows.blocksOf(window);
    for (int block = 0; block < blocks; block++) {
      long bar = Math.max(floor, collector.openBar());
      int at = block * BLOCK;
      if (bounds[first + block] >= bar
          && Scores.max(scores, at) + frequentBounds[first + block] >= bar) {
        for (QueryTerm term : frequent) {
          FrequentPostings postings = (FrequentPostings) term.postings();
          postings.addBlock(postings.chunk(window), blocks, block, term.impact(), scores);
        }
        collect(windows.firstDocId(window), at, (int) Math.min(bar, Integer.MAX_VALUE), collector);
      }
    }
    Arrays.fill(scores, 0, blocks * BLOCK, 0);
  }

  private void collect(int firstDocId, int at, int bar, Collector collector) {
    for (long hits = Scores.reaching(scores, at, bar); hits != 0; hits &= hits - 1) {
      int i = at + Long.numberOfTrailingZeros(hits);
      collector.collectAny(firstDocId + i, scores[i]);
    }
  }
}
