package dev.tern.engine;

import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.Windows;

/// Chooses the algorithm of a search.
///
/// The windowed hybrid is the fastest for all but the most hits: the more of the blocks of 64
/// documents have a hit, the fewer can be left out, until adding up their bounds saves nothing any
/// more. Measured on 200,000 documents, that is, 3,125 blocks, in clustered and in random order:
///
/// | hits | terms | time of the hybrid / that of the streaming exhaustive search |
/// |---|---|---|
/// | 10 | 6.5 | 0.77 |
/// | 100 | 6.5, 35 | 0.83 to 0.92, 0.86 to 1.07 |
/// | 1000 | 6.5, 35 | 0.94 to 0.98, 1.02 to 1.05 |
/// | 5000 | 6.5, 35 | 1.03 to 1.04, 1.03 to 1.08 |
///
/// A million documents and 1000 hits, 6.5 and 35 terms: 0.78 and 0.88.
///
/// For queries of many terms it is even at a hit for every four blocks. Bounds of few terms tell
/// more, so that for fewer than [#MANY_TERMS] it takes more hits.
///
/// Where postings are kept by impact only, score-at-a-time is the one that reads them as they lie.
final class Planner {
  private static final int MANY_TERMS = 16;
  private static final int BLOCKS_PER_HIT = 4;

  private Planner() {}

  /// The algorithm to use.
  ///
  /// @param asked by the caller, who may leave it to us
  /// @param terms of the query
  /// @param k how many hits are wanted
  /// @param documents of the index
  /// @param limited whether the search has a budget
  /// @param layout of the postings
  /// @throws IllegalArgumentException if the layout cannot serve the algorithm that was asked for
  static Algorithm choose(
      Algorithm asked, int terms, int k, int documents, boolean limited, PostingsLayout layout) {
    if (!asked.serves(layout)) {
      throw new IllegalArgumentException(refusal(asked, layout));
    }
    if (asked != Algorithm.AUTOMATIC) {
      return asked;
    }
    if (!layout.hasWindows()) {
      return Algorithm.SCORE_AT_A_TIME;
    }
    long blocks = documents / Windows.BLOCK;
    boolean dense = (long) k * Math.min(terms, MANY_TERMS) * BLOCKS_PER_HIT >= blocks * MANY_TERMS;
    return dense && !limited ? Algorithm.STREAMING_EXHAUSTIVE : Algorithm.WINDOWED_HYBRID;
  }

  private static String refusal(Algorithm asked, PostingsLayout layout) {
    return "the index has the layout "
        + layout
        + ", in which there are no postings by "
        + (layout.hasWindows() ? "impact" : "document")
        + "; take another algorithm, or make the index with the layout both: algorithm="
        + asked;
  }
}
