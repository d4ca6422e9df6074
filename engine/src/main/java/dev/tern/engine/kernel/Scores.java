package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Adds impacts times a factor to the scores of a window of documents.
public final class Scores {
  private static final int BLOCK = 64;

  private Scores() {}

  /// `scores[64 block + id] += factor impact` for each posting of a chunk of a rare term, which is
  /// `id:u8[count] impact:u8[count]` at `from`.
  ///
  /// An id with its upper bit set starts the next of the runs `(block:u8 impact:u8)`, of which the
  /// first is at `runs`. There is no branch on it: the place in the runs moves by the bit.
  public static void addRare(
      MemorySegment postings,
      long from,
      int count,
      MemorySegment bounds,
      long runs,
      int factor,
      int[] scores) {
    long run = runs - 2;
    for (long at = from; at < from + count; at++) {
      int id = postings.get(ValueLayout.JAVA_BYTE, at);
      run += (id & 0x80) >>> 6;
      int block = bounds.get(ValueLayout.JAVA_BYTE, run) & 0xFF;
      int impact = postings.get(ValueLayout.JAVA_BYTE, at + count) & 0xFF;
      scores[block * BLOCK | (id & 0x3F)] += factor * impact;
    }
  }

  /// `scores[at + i] += factor impact` for each set bit i of `bitmap`, the impacts of which are one
  /// after the other at `from`.
  public static void addBlock(
      MemorySegment postings, long from, long bitmap, int factor, int[] scores, int at) {
    long impacts = from;
    long bits = bitmap;
    for (int i = at; i < at + BLOCK; i += Ints.LANES) {
      VectorMask<Integer> mask = VectorMask.fromLong(Ints.SPECIES, bits);
      IntVector found =
          Ints.widen(
                  ByteVector.fromMemorySegment(
                      Ints.BYTES, postings, impacts, ByteOrder.LITTLE_ENDIAN))
              .expand(mask);
      IntVector.fromArray(Ints.SPECIES, scores, i).add(found.mul(factor)).intoArray(scores, i);
      impacts += mask.trueCount();
      bits >>>= Ints.LANES;
    }
  }

  /// The greatest score of the block that starts at `at`.
  public static int max(int[] scores, int at) {
    IntVector max = IntVector.fromArray(Ints.SPECIES, scores, at);
    for (int i = at + Ints.LANES; i < at + BLOCK; i += Ints.LANES) {
      max = max.max(IntVector.fromArray(Ints.SPECIES, scores, i));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  /// A bit for each score of the block that starts at `at`, set if it is at least `bar`.
  public static long reaching(int[] scores, int at, int bar) {
    long reaching = 0;
    for (int i = 0; i < BLOCK; i += Ints.LANES) {
      long bits =
          IntVector.fromArray(Ints.SPECIES, scores, at + i)
              .compare(VectorOperators.GE, bar)
              .toLong();
      reaching |= bits << i;
    }
    return reaching;
  }
}
