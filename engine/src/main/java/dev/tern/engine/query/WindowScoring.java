package dev.tern.engine.query;

import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;
import dev.tern.engine.kernel.WindowScores;
import dev.tern.engine.postings.SegmentPostings;

/// Scores one window of documents term at a time and collects its hits: what the evaluators share
/// that go window by window. Used again for every window.
final class WindowScoring {
  private final WindowScores scores = new WindowScores();
  private final ChunkList rare = new ChunkList();
  private final ChunkList frequent = new ChunkList();

  /// Collects the hits in the blocks of a window whose bounds reach the bar.
  ///
  /// @param bounds of the blocks of the segment
  void collect(
      SegmentPostings segment,
      int window,
      QueryTerms terms,
      BlockBounds bounds,
      Collector collector) {
    Windows windows = segment.windows();
    int first = window * windows.blocksPerWindow();
    scores.begin(bounds, first, windows.blocksOf(window), bar(collector));
    score(segment, window, terms, bounds, collector);
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
    score(segment, window, terms, none, collector);
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
    score(segment, window, terms, bounds, collector);
  }

  private void score(
      SegmentPostings segment,
      int window,
      QueryTerms terms,
      BlockBounds bounds,
      Collector collector) {
    rare.clear();
    frequent.clear();
    for (int i = 0; i < terms.size(); i++) {
      ChunkList list = terms.postings(i).isFrequent() ? frequent : rare;
      terms.postings(i).addChunk(window, terms.impact(i), list);
    }
    collector.countPostings(segment.addRare(rare, frequent, scores));
    int firstDocId = segment.windows().firstDocId(window);
    while (scores.hasNext()) {
      int found = segment.find(frequent, bounds, bar(collector), scores);
      for (int i = 0; i < found; i++) {
        collector.collectAny(firstDocId + scores.place(i), scores.score(i));
      }
    }
    scores.end();
  }

  /// The bar; no score is above the greatest `int`.
  private static int bar(Collector collector) {
    return (int) Math.min(collector.openBar(), Integer.MAX_VALUE);
  }
}
