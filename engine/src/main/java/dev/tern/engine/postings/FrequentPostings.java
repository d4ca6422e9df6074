package dev.tern.engine.postings;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.RANK_BYTES;
import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.format.Windows;

/// The postings of a term in many documents: a bitmap for each block.
public final class FrequentPostings implements TermPostings {
  private final SegmentPostings segment;
  private final int ordinal;
  private final long firstChunk;
  private final long postings;
  private final long bounds;

  FrequentPostings(SegmentPostings segment, int ordinal) {
    this.segment = segment;
    this.ordinal = ordinal;
    firstChunk = segment.terms().firstChunk(ordinal);
    postings = segment.terms().postings(ordinal);
    bounds = segment.terms().bounds(ordinal);
  }

  @Override
  public int documentFrequency() {
    return segment.terms().documentFrequency(ordinal);
  }

  @Override
  public int maxImpact() {
    return segment.terms().maxImpact(ordinal);
  }

  @Override
  public int topImpact(int k) {
    return segment.terms().topImpact(ordinal, k);
  }

  @Override
  public BlockCursor cursor() {
    return new FrequentCursor(this);
  }

  @Override
  public void addBounds(int factor, int[] sums) {
    segment.bytes().addRowBounds(bounds, windows().blocks(), factor, sums, 0);
  }

  @Override
  public int addWindow(int window, int factor, int[] scores) {
    long chunk = chunk(window);
    int blocks = windows().blocksOf(window);
    for (int block = 0; block < blocks; block++) {
      bytes().addFrequent(chunk, blocks, block, factor, scores, block * BLOCK);
    }
    return count(window);
  }

  /// Adds `factor` times the impacts of one block of a window to its scores.
  ///
  /// @param chunk of the window
  /// @param blocks of the window
  public void addBlock(long chunk, int blocks, int block, int factor, int[] scores) {
    bytes().addFrequent(chunk, blocks, block, factor, scores, block * BLOCK);
  }

  /// Where the chunk of a window starts: bitmaps, ranks, impacts.
  public long chunk(int window) {
    return postings
        + (long) window * windows().blocksPerWindow() * (BITMAP_BYTES + RANK_BYTES)
        + segment.chunks().postingsBefore(firstChunk + window);
  }

  private int count(int window) {
    int end =
        window + 1 == windows().windows()
            ? documentFrequency()
            : segment.chunks().postingsBefore(firstChunk + window + 1);
    return end - segment.chunks().postingsBefore(firstChunk + window);
  }

  /// The greatest impact in a block of the segment.
  int blockMax(int block) {
    return segment.bytes().rowMax(bounds + block);
  }

  PostingBytes bytes() {
    return segment.bytes();
  }

  Windows windows() {
    return segment.windows();
  }
}
