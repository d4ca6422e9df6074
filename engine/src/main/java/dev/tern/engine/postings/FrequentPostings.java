package dev.tern.engine.postings;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.RANK_BYTES;

import dev.tern.engine.codec.PostingBytes;
import dev.tern.engine.format.Windows;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;

/// The postings of a term in many documents: a bitmap for each block.
final class FrequentPostings implements TermPostings {
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
  public void addBounds(int factor, BlockBounds sums) {
    segment.bytes().addRowBounds(bounds, windows().blocks(), factor, sums);
  }

  @Override
  public void addChunk(int window, int factor, ChunkList list) {
    list.addFrequent(chunk(window), count(window), factor);
  }

  /// Where the chunk of a window starts: bitmaps, ranks, impacts.
  long chunk(int window) {
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
