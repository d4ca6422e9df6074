package dev.tern.engine.postings;

import dev.tern.engine.codec.ChunkTable;
import dev.tern.engine.format.Layout;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.BlockRanges;
import dev.tern.engine.kernel.ChunkList;

/// The postings of a term in few documents: a list of documents for each window that has one.
final class RarePostings extends TermPostings {
  private final RareSuperblocks superblocks;

  RarePostings(SegmentPostings segment, int ordinal) {
    super(segment, ordinal);
    superblocks = new RareSuperblocks(this, bytes(), windows());
  }

  @Override
  public BlockCursor cursor() {
    return new RareCursor(this);
  }

  @Override
  public void addBounds(int factor, BlockBounds sums) {
    long end = segment.terms().bounds(ordinal + 1);
    bytes()
        .addRunBounds(
            chunks(),
            firstChunk,
            endChunk,
            bounds,
            (int) ((end - bounds) / Layout.RUN_BYTES),
            windows().blocksPerWindow(),
            factor,
            sums);
  }

  @Override
  public long boundBytes() {
    return segment.terms().bounds(ordinal + 1)
        - bounds
        + (endChunk - firstChunk) * Layout.CHUNK_ENTRY_BYTES;
  }

  @Override
  public void addRare(int window, BlockRanges ranges, int factor, ChunkList list) {
    long chunk = Math.min(firstChunk + window, endChunk - 1);
    if (window(chunk) != window) {
      chunk = chunkFrom(firstChunk, window);
      if (chunk == endChunk || window(chunk) != window) {
        return;
      }
    }
    int perSuperblock = windows().blocksPerSuperblock();
    int first = window * windows().superblocksPerWindow();
    int blocks = windows().blocksOf(window);
    int count = count(chunk);
    int runCount = runCount(chunk);
    long position = position(chunk);
    long runs = runs(chunk);
    for (int i = 0; i < ranges.size(); i++) {
      int superblock = first + ranges.from(i) / perSuperblock;
      int next = first + ranges.to(i) / perSuperblock;
      // A whole window needs no look into the table.
      boolean fromStart = ranges.from(i) == 0;
      boolean toEnd = ranges.to(i) == blocks;
      int start = fromStart ? 0 : superblocks.postingsBefore(superblock);
      int end = toEnd ? count : superblocks.postingsBefore(next);
      if (start < end) {
        int run = fromStart ? 0 : superblocks.runsBefore(superblock);
        int runEnd = toEnd ? runCount : superblocks.runsBefore(next);
        int whole = start & -Byte.SIZE; // codes of so many postings fill bytes
        list.addRare(
            position + start,
            end - start,
            position + count + (long) whole * bytes().codeBits() / Byte.SIZE,
            start - whole,
            runs + (long) run * Layout.RUN_BYTES,
            runEnd - run,
            factor);
      }
    }
  }

  private ChunkTable chunks() {
    return segment.chunks();
  }

  long firstChunk() {
    return firstChunk;
  }

  long endChunk() {
    return endChunk;
  }

  int window(long chunk) {
    return chunks().window(chunk);
  }

  /// The first chunk from `from` on whose window is at least `window`, or [#endChunk()].
  long chunkFrom(long from, int window) {
    // Chunks have different windows, so that one is at most so many places on.
    long low = from;
    long high = low == endChunk ? low : Math.min(endChunk, from + window - window(from));
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (window(middle) < window) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Where a chunk starts: the ids, behind them the impacts.
  long position(long chunk) {
    return bytes().rareChunk(postings, chunk - firstChunk, chunks().postingsBefore(chunk));
  }

  /// Where the runs of a chunk start.
  long runs(long chunk) {
    return bounds + (long) chunks().runsBefore(chunk) * Layout.RUN_BYTES;
  }

  /// Number of runs of a chunk.
  int runCount(long chunk) {
    long end = chunk + 1 == endChunk ? segment.terms().bounds(ordinal + 1) : runs(chunk + 1);
    return (int) ((end - runs(chunk)) / Layout.RUN_BYTES);
  }
}
