package dev.tern.engine.query;

import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.LiveBlocks;
import dev.tern.engine.kernel.RareScores;
import dev.tern.engine.postings.SegmentPostings;
import java.util.Arrays;
import java.util.List;

/// Scores windows of documents term at a time, as far as the bounds of their blocks let them have
/// hits.
///
/// 1. For every block of 64 documents the bounds of the terms are added up.
/// 2. The windows with the greatest bounds come first, for they raise the bar most; the others
///    follow in the order of their documents. A block is *wanted* if its bound reaches the bar; a
///    window without one is left out.
/// 3. In a window the postings of the rare terms are added to an array of scores: all of them, or
///    those in the wanted blocks where these are few.
/// 4. A wanted block is *live* if its greatest score so far and the bounds of the frequent terms
///    reach the bar. Live blocks get the impacts of the frequent terms, which have most of a
///    query's postings, 64 documents at a time.
///
/// Rare terms are mostly streamed and not looked up by document, because the access to a posting
/// costs a hundred times its addition; frequent ones have bitmaps, in which looking up is cheap.
/// Related to Ding and Suel, *Faster Top-k Document Retrieval Using Block-Max Indexes*, SIGIR 2011,
/// and to Mallia, Suel and Tonellotto, *Faster Learned Sparse Retrieval with Block-Max Pruning*,
/// SIGIR 2024, who evaluate block by block.
public final class WindowedHybrid implements Evaluator {
  /// How many windows are taken out of turn.
  private static final int FIRST_WINDOWS = 8;

  /// How many live blocks are found before they are scored: the fewer, the higher the bar that the
  /// next ones have to reach; the more, the fewer calls.
  private static final int LIVE_BLOCKS = 16;

  private final BlockBounds bounds = new BlockBounds();
  private final RareScores rareScores = new RareScores();
  private final int[] scores = new int[Windows.MAX_WINDOW];
  private final int[] wanted = new int[Windows.MAX_WINDOW / BLOCK + 1];
  private final int[] live = new int[LIVE_BLOCKS + 1];
  private final ChunkList rare = new ChunkList();
  private final ChunkList frequent = new ChunkList();
  private int[] windowBounds = {};

  @Override
  public void evaluate(SegmentPostings segment, List<QueryTerm> terms, Collector collector) {
    if (terms.isEmpty()) {
      return;
    }
    addBounds(segment.windows(), terms);
    int windows = segment.windows().windows();
    long floor = collector.floor(terms);
    for (int i = 0; i < Math.min(FIRST_WINDOWS, windows); i++) {
      int best = 0;
      for (int window = 1; window < windows; window++) {
        best = windowBounds[window] > windowBounds[best] ? window : best;
      }
      window(segment, best, terms, floor, collector);
      windowBounds[best] = 0;
    }
    for (int window = 0; window < windows; window++) {
      window(segment, window, terms, floor, collector);
    }
  }

  private void addBounds(Windows windows, List<QueryTerm> terms) {
    bounds.clear(windows.blocks());
    for (QueryTerm term : terms) {
      if (term.postings().isFrequent()) {
        term.postings().addBounds(term.impact(), bounds);
      }
    }
    bounds.keepFrequent(windows.blocks());
    for (QueryTerm term : terms) {
      if (!term.postings().isFrequent()) {
        term.postings().addBounds(term.impact(), bounds);
      }
    }
    if (windowBounds.length < windows.windows()) {
      windowBounds = new int[windows.windows()];
    }
    for (int window = 0; window < windows.windows(); window++) {
      int first = window * windows.blocksPerWindow();
      windowBounds[window] = bounds.max(first, first + windows.blocksOf(window));
    }
  }

  /// Collects the hits of a window, if it can have any.
  ///
  /// @param floor that the score of the last hit will reach in any case
  private void window(
      SegmentPostings segment, int window, List<QueryTerm> terms, long floor, Collector collector) {
    long bar = Math.max(floor, collector.openBar());
    if (windowBounds[window] < bar) {
      return;
    }
    Windows windows = segment.windows();
    int first = window * windows.blocksPerWindow();
    int blocks = windows.blocksOf(window);
    int count = LiveBlocks.wanted(bounds, first, blocks, (int) bar, wanted);
    addRare(segment, window, terms, count, collector);
    for (int next = 0; next < count; ) {
      bar = Math.min(Math.max(floor, collector.openBar()), Integer.MAX_VALUE);
      int found =
          LiveBlocks.live(bounds, first, wanted, next, count, (int) bar, scores, live, LIVE_BLOCKS);
      next = live[found];
      segment.addFrequent(frequent, window, live, found, scores);
      for (int i = 0; i < found; i++) {
        collect(windows.firstDocId(window), live[i] * BLOCK, (int) bar, collector);
      }
    }
    Arrays.fill(scores, 0, blocks * BLOCK, 0);
  }

  private void addRare(
      SegmentPostings segment, int window, List<QueryTerm> terms, int count, Collector collector) {
    rare.clear();
    frequent.clear();
    for (QueryTerm term : terms) {
      ChunkList list = term.postings().isFrequent() ? frequent : rare;
      term.postings().addChunk(window, term.impact(), list);
    }
    collector.countPostings(segment.addRare(rareScores, rare, wanted, count, scores));
  }

  private void collect(int firstDocId, int at, int bar, Collector collector) {
    for (long hits = LiveBlocks.reaching(scores, at, bar); hits != 0; hits &= hits - 1) {
      int i = at + Long.numberOfTrailingZeros(hits);
      collector.collectAny(firstDocId + i, scores[i]);
    }
  }
}
