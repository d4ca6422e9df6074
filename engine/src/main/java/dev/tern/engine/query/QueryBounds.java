package dev.tern.engine.query;

import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ScarceScores;
import dev.tern.engine.postings.SegmentPostings;

/// What the terms of a query add at most to the scores in each block of a segment. Used again for
/// every query.
final class QueryBounds {
  private final BlockBounds sums = new BlockBounds();

  /// Adds up the bounds of all terms, the scarce ones of which have been read. Invariant after it:
  /// no document of block b scores more than `sums.bound(b)`, as greatest impacts are exact and no
  /// rounding is involved.
  void add(SegmentPostings segment, QueryTerms terms, ScarceScores scarce, Work work) {
    Windows windows = segment.windows();
    sums.clear(windows.blocks());
    add(terms, true);
    sums.keepFrequent(windows.blocks());
    add(terms, false);
    scarce.addBounds(sums);
    for (int i = 0; work.isCounting() && i < terms.size(); i++) {
      work.countBytes(terms.postings(i).boundBytes());
    }
  }

  private void add(QueryTerms terms, boolean ofFrequent) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.postings(i).isFrequent() == ofFrequent) {
        terms.postings(i).addBounds(terms.impact(i), sums);
      }
    }
  }

  /// The sums.
  BlockBounds sums() {
    return sums;
  }
}
