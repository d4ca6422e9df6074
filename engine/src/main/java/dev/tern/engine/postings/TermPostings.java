package dev.tern.engine.postings;

/// The postings of one term in one segment: walked a document at a time by a cursor, or added up a
/// window at a time. Immutable.
///
/// Scores of a window are in an array with a place for each of its documents, bounds of blocks in
/// an array with a place for each block of the segment. `factor` is what impacts are multiplied by,
/// the term's impact in the query.
public sealed interface TermPostings permits RarePostings, FrequentPostings {
  /// In how many documents of the segment the term is, at least 1.
  int documentFrequency();

  /// The greatest impact, 1 to 255.
  int maxImpact();

  /// An impact that at least `k` documents reach, 0 if none is known.
  int topImpact(int k);

  /// A cursor on the first posting.
  BlockCursor cursor();

  /// Adds `factor` times the greatest impact in each block to the bounds of the blocks.
  void addBounds(int factor, int[] bounds);

  /// Adds `factor` times the impacts of all documents of a window to its scores, and returns how
  /// many postings there were.
  int addWindow(int window, int factor, int[] scores);
}
