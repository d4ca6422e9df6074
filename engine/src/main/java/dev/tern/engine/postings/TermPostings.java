package dev.tern.engine.postings;

import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.BlockRanges;
import dev.tern.engine.kernel.ChunkList;

/// The postings of one term in one segment: walked a document at a time by a cursor, or added up a
/// window at a time. Immutable.
///
/// Scores of a window are in an array with a place for each of its documents, bounds of blocks in
/// an array with a place for each block of the segment. `factor` is what impacts are multiplied by,
/// the term's impact in the query.
public abstract sealed class TermPostings
    permits ScarcePostings, RarePostings, FrequentPostings, ImpactOrderedPostings {
  final SegmentPostings segment;
  final int ordinal;
  final long firstChunk;
  final long endChunk;

  /// Where the chunks start in the postings.
  final long postings;

  /// Where the runs or the row start in the bounds.
  final long bounds;

  private final int documentFrequency;
  private final int maxImpact;

  TermPostings(SegmentPostings segment, int ordinal) {
    this.segment = segment;
    this.ordinal = ordinal;
    firstChunk = segment.terms().firstChunk(ordinal);
    endChunk = segment.terms().firstChunk(ordinal + 1);
    postings = segment.terms().postings(ordinal);
    bounds = segment.terms().bounds(ordinal);
    documentFrequency = segment.terms().documentFrequency(ordinal);
    maxImpact = segment.terms().maxImpact(ordinal);
  }

  /// In how many documents of the segment the term is, at least 1.
  public final int documentFrequency() {
    return documentFrequency;
  }

  /// Whether the term has bitmaps.
  public final boolean isFrequent() {
    return this instanceof FrequentPostings;
  }

  /// The greatest impact, 1 to 255.
  public final int maxImpact() {
    return maxImpact;
  }

  /// An impact that at least `k` documents reach, 0 if none is known.
  public final int topImpact(int k) {
    return segment.terms().topImpact(ordinal, k);
  }

  /// A cursor on the first posting.
  public abstract BlockCursor cursor();

  /// Adds the list of a scarce term to others; of other terms nothing.
  public void addList(int factor, ChunkList lists) {}

  /// Adds `factor` times the greatest impact in each block to the bounds of the blocks.
  public abstract void addBounds(int factor, BlockBounds sums);

  /// Bytes of the bounds of all blocks.
  public abstract long boundBytes();

  /// Adds what the term has in some blocks of a window to a list, if it is rare.
  ///
  /// @param ranges that start and end with whole superblocks
  public void addRare(int window, BlockRanges ranges, int factor, ChunkList list) {}

  /// Adds the chunk of a window to a list, if the term is frequent.
  public void addFrequent(int window, int factor, ChunkList list) {}

  /// Number of postings of a chunk.
  final int count(long chunk) {
    int end =
        chunk + 1 == endChunk ? documentFrequency() : segment.chunks().postingsBefore(chunk + 1);
    return end - segment.chunks().postingsBefore(chunk);
  }

  final PostingBytes bytes() {
    return segment.bytes();
  }

  final Windows windows() {
    return segment.windows();
  }
}
