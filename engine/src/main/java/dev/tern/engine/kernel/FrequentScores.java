package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/// Adds the impacts of frequent terms times their factors to the scores of some blocks of a window.
///
/// A chunk is `bitmap:u64[blocks] rank:u16[blocks] impact:u8[]`. The impacts of a block are loaded
/// as they lie and expanded to the places of its set bits. As long as [RareScores] and for the same
/// reason. Measured: 9 ns for the 64 documents of a block and a term; keeping the scores of a block
/// in registers for all terms took 11.
public final class FrequentScores {
  private static final int BLOCK = 64;
  private static final int RANK_BYTES = 2;
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private FrequentScores() {}

  /// `scores[64 block + i] += factor impact` for each document i of the blocks that has a term.
  ///
  /// @param blocks of the window
  /// @param live the blocks, in its first `count` places
  public static void add(
      MemorySegment postings, ChunkList chunks, int blocks, int[] live, int count, int[] scores) {
    for (int i = 0; i < count; i++) {
      int block = live[i];
      int at = block * BLOCK;
      for (int term = 0; term < chunks.size; term++) {
        long chunk = chunks.positions[term];
        long bitmap = postings.get(U64, chunk + (long) block * Long.BYTES);
        long ranks = chunk + (long) blocks * Long.BYTES;
        int rank = postings.get(U16, ranks + (long) block * RANK_BYTES) & 0xFFFF;
        long impacts = ranks + (long) blocks * RANK_BYTES + rank;
        int factor = chunks.factors[term];
        for (int lane = 0; lane < BLOCK; lane += Ints.LANES) {
          VectorMask<Integer> mask = VectorMask.fromLong(Ints.SPECIES, bitmap >>> lane);
          IntVector found =
              Ints.widen(
                      ByteVector.fromMemorySegment(
                          Ints.BYTES, postings, impacts, ByteOrder.LITTLE_ENDIAN))
                  .expand(mask);
          IntVector.fromArray(Ints.SPECIES, scores, at + lane)
              .add(found.mul(factor))
              .intoArray(scores, at + lane);
          impacts += mask.trueCount();
        }
      }
    }
  }
}
