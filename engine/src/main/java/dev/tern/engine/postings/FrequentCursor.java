package dev.tern.engine.postings;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.RANK_BYTES;
import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.format.Windows;

/// Walks the postings of a frequent term: from bit to bit of its bitmaps.
final class FrequentCursor implements BlockCursor {
  private final FrequentPostings postings;
  private final Windows windows;

  /// The block of the segment on which the cursor stands.
  private int block = -1;

  private long bitmap;

  /// The bits of the bitmap that are yet to come.
  private long ahead;

  /// Where the impacts of the block start.
  private long impacts;

  private int docId;

  FrequentCursor(FrequentPostings postings) {
    this.postings = postings;
    windows = postings.windows();
    nextBlock(0);
  }

  @Override
  public int docId() {
    return docId;
  }

  @Override
  public int impact() {
    long before = bitmap & ((1L << docId) - 1); // the shift is modulo 64, as a block is
    return postings.bytes().impact(impacts + Long.bitCount(before));
  }

  @Override
  public int maxImpact() {
    return postings.maxImpact();
  }

  @Override
  public int next() {
    return ahead == 0 ? nextBlock(block + 1) : stand();
  }

  @Override
  public int advance(int target) {
    if (target <= docId) {
      return docId;
    }
    int there = target / BLOCK;
    if (there > block) {
      if (nextBlock(there) >= target) {
        return docId;
      }
    }
    ahead = bitmap & (-1L << target);
    return next();
  }

  @Override
  public int blockMaxImpact(int target) {
    int there = target / BLOCK;
    return there < windows.blocks() ? postings.blockMax(there) : 0;
  }

  /// Stands on the first posting from a block on and returns its docId, or [#END].
  private int nextBlock(int from) {
    for (block = from; block < windows.blocks(); block++) {
      int window = block / windows.blocksPerWindow();
      int within = block % windows.blocksPerWindow();
      long chunk = postings.chunk(window);
      bitmap = postings.bytes().bitmap(chunk, within);
      if (bitmap != 0) {
        int blocks = windows.blocksOf(window);
        impacts =
            chunk
                + (long) blocks * (BITMAP_BYTES + RANK_BYTES)
                + postings.bytes().rank(chunk, blocks, within);
        ahead = bitmap;
        return stand();
      }
    }
    bitmap = 0;
    ahead = 0;
    docId = END;
    return docId;
  }

  private int stand() {
    docId = block * BLOCK + Long.numberOfTrailingZeros(ahead);
    ahead &= ahead - 1;
    return docId;
  }
}
