package dev.tern.engine.codec;

import static dev.tern.engine.format.Layout.BITMAP_BYTES;
import static dev.tern.engine.format.Layout.RANK_BYTES;
import static dev.tern.engine.format.Layout.RUN_BYTES;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.kernel.Bounds;
import dev.tern.engine.kernel.Scores;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;

/// The chunks of postings and the bounds of a segment. Positions count bytes in their section.
public final class PostingBytes {
  private final Region postings;
  private final Region bounds;

  /// Reads the sections of a segment.
  public PostingBytes(SectionFile file) throws CorruptIndexException {
    postings = file.section(SegmentSection.POSTINGS.id());
    bounds = file.section(SegmentSection.BOUNDS.id());
    if (postings.length() < Layout.VECTOR_PADDING_BYTES) {
      throw postings.damaged(0, "the postings do not end with their padding");
    }
    if (bounds.length() < Layout.VECTOR_PADDING_BYTES) {
      throw bounds.damaged(0, "the bounds do not end with their padding");
    }
  }

  /// Bytes of all chunks.
  long postingsLength() {
    return postings.length() - Layout.VECTOR_PADDING_BYTES;
  }

  /// Bytes of all bounds.
  long boundsLength() {
    return bounds.length() - Layout.VECTOR_PADDING_BYTES;
  }

  /// The byte of a posting of a rare term: its document in the block, and whether it starts a run.
  public int id(long position) {
    return postings.u8(position);
  }

  /// Eight bytes of postings of a rare term.
  public long ids(long position) {
    return postings.i64(position);
  }

  /// An impact.
  public int impact(long position) {
    return postings.u8(position);
  }

  /// The block of a run within its window.
  public int runBlock(long position) {
    return bounds.u8(position);
  }

  /// The greatest impact of a run.
  public int runMax(long position) {
    return bounds.u8(position + 1);
  }

  /// The greatest impact of a block of a frequent term.
  public int rowMax(long position) {
    return bounds.u8(position);
  }

  /// The bitmap of a block in a chunk of a frequent term.
  public long bitmap(long chunk, int block) {
    return postings.i64(chunk + (long) block * BITMAP_BYTES);
  }

  /// How many documents of the chunk are before a block.
  ///
  /// @param blocks of the chunk
  public int rank(long chunk, int blocks, int block) {
    long position = chunk + (long) blocks * BITMAP_BYTES + (long) block * RANK_BYTES;
    return postings.u8(position) | postings.u8(position + 1) << Byte.SIZE;
  }

  /// Adds `factor` times the greatest impacts of some runs to `sums[at + block of the run]`.
  public void addRunBounds(long runs, int count, int factor, int[] sums, int at) {
    Bounds.addRuns(bounds.memory(), runs, count, factor, sums, at);
  }

  /// Adds `factor` times a row of greatest impacts to `sums`, from `at` on.
  public void addRowBounds(long row, int count, int factor, int[] sums, int at) {
    Bounds.addRow(bounds.memory(), row, count, factor, sums, at);
  }

  /// Adds `factor` times the impacts of a chunk of a rare term to the scores of its window.
  public void addRare(long chunk, int count, long runs, int factor, int[] scores) {
    Scores.addRare(postings.memory(), chunk, count, bounds.memory(), runs, factor, scores);
  }

  /// Adds `factor` times the impacts of a block of a frequent term to the scores from `at` on.
  ///
  /// @param blocks of the chunk
  public void addFrequent(long chunk, int blocks, int block, int factor, int[] scores, int at) {
    long bitmap = bitmap(chunk, block);
    if (bitmap != 0) {
      long impacts =
          chunk + (long) blocks * (BITMAP_BYTES + RANK_BYTES) + rank(chunk, blocks, block);
      Scores.addBlock(postings.memory(), impacts, bitmap, factor, scores, at);
    }
  }

  /// What to throw when postings cannot be right.
  CorruptIndexException damagedPostings(long position, String found) {
    return postings.damaged(position, found);
  }

  /// What to throw when bounds cannot be right.
  CorruptIndexException damagedBounds(long position, String found) {
    return bounds.damaged(position, found);
  }

  /// Bytes of `runs` runs.
  static long runBytes(long runs) {
    return runs * RUN_BYTES;
  }
}
