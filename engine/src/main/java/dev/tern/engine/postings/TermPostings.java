package dev.tern.engine.postings;

import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;

/// The postings of one term in one segment: walked a document at a time by a cursor, or added up a
/// window at a time. Immutable.
///
/// Scores of a window are in an array with a place for each of its documents, bounds of blocks in
/// an array with a place for each block of the segment. `factor` is what impacts are multiplied by,
/// the term's impact in the query.
public sealed interface TermPostings permits RarePostings, FrequentPostings {
  /// In how many documents of the segment the term is, at least 1.
  int documentFrequency();

  /// Whether the term has bitmaps.
  default boolean isFrequent() {
    return this instanceof FrequentPostings;
  }

  /// The greatest impact, 1 to 255.
  int maxImpact();

  /// An impact that at least `k` documents reach, 0 if none is known.
  int topImpact(int k);

  /// A cursor on the first posting.
  BlockCursor cursor();

  /// Adds `factor` times the greatest impact in each block to the bounds of the blocks.
  void addBounds(int factor, BlockBounds bounds);

  /// Adds the chunk of a window to a list, if the window has one.
  void addChunk(int window, int factor, ChunkList chunks);
}
