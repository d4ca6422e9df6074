package dev.tern.engine.postings;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.RANK_BYTES;

import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;

/// The postings of a term in many documents: a bitmap for each block.
final class FrequentPostings extends TermPostings {
  FrequentPostings(SegmentPostings segment, int ordinal) {
    super(segment, ordinal);
  }

  @Override
  public BlockCursor cursor() {
    return new FrequentCursor(this);
  }

  @Override
  public void addBounds(int factor, BlockBounds sums) {
    bytes().addRowBounds(bounds, windows().blocks(), factor, sums);
  }

  @Override
  public long boundBytes() {
    return windows().blocks();
  }

  @Override
  public void addFrequent(int window, int factor, ChunkList list) {
    list.addFrequent(chunk(window), count(firstChunk + window), factor);
  }

  /// Where the chunk of a window starts: bitmaps, ranks, impacts.
  long chunk(int window) {
    return postings
        + (long) window * windows().blocksPerWindow() * (BITMAP_BYTES + RANK_BYTES)
        + segment.chunks().postingsBefore(firstChunk + window);
  }

  /// The greatest impact in a block of the segment.
  int blockMax(int block) {
    return bytes().rowMax(bounds + block);
  }
}
