package dev.tern.engine.query;

import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.ScarceScores;
import dev.tern.engine.kernel.WindowScores;
import dev.tern.engine.postings.SegmentPostings;

/// Scores one window of documents term at a time and collects its hits: what the evaluators share
/// that go window by window. Used again for every window.
final class WindowScoring {
  private final WindowScores scores = new WindowScores();
  private final ChunkList rare = new ChunkList();
  private final ChunkList frequent = new ChunkList();
  private final ChunkList lists = new ChunkList();
  private final ScarceScores scarce = new ScarceScores();

  /// Begins the windows of a segment: reads the postings of the scarce terms of a query.
  ScarceScores begin(SegmentPostings segment, QueryTerms terms) {
    lists.clear();
    for (int i = 0; i < terms.size(); i++) {
      terms.postings(i).addList(terms.impact(i), lists);
    }
    segment.readScarce(lists, scarce);
    return scarce;
  }

  /// Collects the hits in the blocks of a window whose bounds reach the bar.
  ///
  /// @param bounds of the blocks of the segment
  /// @param windowBound that no block of the window exceeds
  void collect(
      SegmentPostings segment,
      int window,
      QueryTerms terms,
      BlockBounds bounds,
      long windowBound,
      Collector collector) {
    Windows windows = segment.windows();
    int first = window * windows.blocksPerWindow();
    scores.begin(bounds, first, windows.blocksOf(window), bar(collector.boundBar()));
    score(segment, window, terms, bounds, windowBound, collector);
  }

  /// Collects the hits of a window without bounds.
  ///
  /// @param none bounds that no bar exceeds
  void collectAll(
      SegmentPostings segment,
      int window,
      QueryTerms terms,
      BlockBounds none,
      Collector collector) {
    scores.begin(none, 0, segment.windows().blocksOf(window), 1);
    score(segment, window, terms, none, Integer.MAX_VALUE, collector);
  }

  /// Collects the hits of one block.
  ///
  /// @param block of the segment
  void collectBlock(
      SegmentPostings segment,
      int block,
      QueryTerms terms,
      BlockBounds bounds,
      Collector collector) {
    Windows windows = segment.windows();
    int window = block / windows.blocksPerWindow();
    int first = window * windows.blocksPerWindow();
    scores.beginBlock(first, windows.blocksOf(window), block - first);
    score(segment, window, terms, bounds, bounds.bound(block), collector);
  }

  private void score(
      SegmentPostings segment,
      int window,
      QueryTerms terms,
      BlockBounds bounds,
      long windowBound,
      Collector collector) {
    rare.clear();
    frequent.clear();
    for (int i = 0; i < terms.size(); i++) {
      terms.postings(i).addRare(window, scores.ranges(), terms.impact(i), rare);
      terms.postings(i).addFrequent(window, terms.impact(i), frequent);
    }
    Work work = collector.work();
    work.endOf(Work.Phase.BOUNDS);
    int firstDocId = segment.windows().firstDocId(window);
    collector.countPostings(
        segment.addRare(rare, frequent, scores) + scores.addScarce(scarce, firstDocId));
    work.endOf(Work.Phase.RARE);
    while (scores.hasNext()) {
      if (collector.isSpent()) {
        collector.allowance().miss(windowBound);
        break;
      }
      int found = segment.find(frequent, bounds, bar(collector.openBar()), scores);
      if (collector.countsPostings()) {
        count(collector);
      }
      work.endOf(Work.Phase.FREQUENT);
      for (int i = 0; i < found; i++) {
        collector.collectAny(firstDocId + scores.place(i), scores.score(i));
      }
      work.endOf(Work.Phase.COLLECTING);
    }
    scores.end(scarce, firstDocId);
  }

  /// Counts what the last live blocks have taken: a bitmap and a rank for each term, and a byte for
  /// each posting.
  private void count(Collector collector) {
    long postings = scores.livePostings(frequent);
    collector.work().countPostings(postings);
    collector.work().countBlocks(scores.live());
    collector.work().countBytes(postings + 10L * frequent.size() * scores.live());
  }

  /// The bar; no score is above the greatest `int`.
  private static int bar(long bar) {
    return (int) Math.min(bar, Integer.MAX_VALUE);
  }
}
