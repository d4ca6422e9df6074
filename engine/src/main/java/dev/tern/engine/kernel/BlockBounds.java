package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// For each block of a segment the most that the terms of a query can add to a score in it.
///
/// First the frequent terms are added, then [#keepFrequent] remembers the sums, then the rare ones
/// are added. Used again for every query.
public final class BlockBounds {
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int RUN_BYTES = 2;
  private static final int ENTRY_BYTES = 12;
  private static final int ENTRY_RUNS = 8;
  private static final int MAX_RUNS = 256;

  private int[] all = {};
  private int[] frequent = {};
  private final int[] places = new int[MAX_RUNS + Ints.LANES];
  private final int[] parts = new int[MAX_RUNS + Ints.LANES];

  /// Makes the bounds of so many blocks 0.
  public void clear(int blocks) {
    if (all.length < blocks) {
      all = new int[blocks];
      frequent = new int[blocks];
    }
    Arrays.fill(all, 0, blocks, 0);
  }

  /// Makes the bounds of so many blocks greater than every score.
  public void admitAll(int blocks) {
    clear(blocks);
    Arrays.fill(all, 0, blocks, Integer.MAX_VALUE);
    keepFrequent(blocks);
  }

  /// Adds `factor row[b]` to the bound of each block b, row being `u8[blocks]` at `from`.
  public void addRow(MemorySegment memory, long from, int blocks, int factor) {
    int b = 0;
    for (; b <= blocks - Ints.LANES; b += Ints.LANES) {
      IntVector impacts =
          Ints.widen(
              ByteVector.fromMemorySegment(Ints.BYTES, memory, from + b, ByteOrder.LITTLE_ENDIAN));
      IntVector.fromArray(Ints.SPECIES, all, b).add(impacts.mul(factor)).intoArray(all, b);
    }
    for (; b < blocks; b++) {
      all[b] += factor * (memory.get(ValueLayout.JAVA_BYTE, from + b) & 0xFF);
    }
  }

  /// Says that all frequent terms have been added.
  public void keepFrequent(int blocks) {
    System.arraycopy(all, 0, frequent, 0, blocks);
  }

  /// Adds `factor max` to the bound of the block of each run `(block:u8 max:u8)` of a rare term.
  ///
  /// Where to add what is computed for a vector of runs at a time, which halves the time of doing
  /// it for one after the other.
  ///
  /// @param table of chunks, `(window:u32 postings:u32 runs:u32)*`
  /// @param chunk where in the table the first chunk is
  /// @param end where in the table the last chunk ends
  /// @param runs where the first run is
  /// @param runCount of all chunks
  /// @param blocks in a window
  public void addRuns(
      MemorySegment table,
      long chunk,
      long end,
      MemorySegment memory,
      long runs,
      int runCount,
      int blocks,
      int factor) {
    long last = end - ENTRY_BYTES;
    for (long entry = chunk; entry < end; entry += ENTRY_BYTES) {
      int first = table.get(U32, entry) * blocks;
      int from = table.get(U32, entry + ENTRY_RUNS);
      int to = entry == last ? runCount : table.get(U32, entry + ENTRY_BYTES + ENTRY_RUNS);
      for (int i = 0; i < to - from; i += Ints.LANES) {
        long at = runs + ((long) from + i) * RUN_BYTES;
        IntVector pairs =
            Ints.widen(
                ShortVector.fromMemorySegment(Ints.SHORTS, memory, at, ByteOrder.LITTLE_ENDIAN));
        pairs.and(0xFF).add(first).intoArray(places, i);
        pairs.lanewise(VectorOperators.LSHR, Byte.SIZE).mul(factor).intoArray(parts, i);
      }
      for (int i = 0; i < to - from; i++) {
        all[places[i]] += parts[i];
      }
    }
  }

  /// The greatest bound of the blocks in `[from, to)`.
  public int max(int from, int to) {
    IntVector max = IntVector.zero(Ints.SPECIES);
    int i = from;
    for (; i <= to - Ints.LANES; i += Ints.LANES) {
      max = max.max(IntVector.fromArray(Ints.SPECIES, all, i));
    }
    int most = max.reduceLanes(VectorOperators.MAX);
    for (; i < to; i++) {
      most = Math.max(most, all[i]);
    }
    return most;
  }

  /// The bound of a block.
  public int bound(int block) {
    return all[block];
  }

  /// The bounds of all terms.
  int[] all() {
    return all;
  }

  /// The bounds of the frequent terms.
  int[] frequent() {
    return frequent;
  }
}
