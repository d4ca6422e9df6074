package dev.tern.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Sums of the most that terms can add to the scores of a block of documents.
public final class Bounds {
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Bounds() {}

  /// `bounds[at + i] += factor row[i]` for `i` in `[0, count)`, row being `u8[count]` at `from`.
  public static void addRow(
      MemorySegment memory, long from, int count, int factor, int[] bounds, int at) {
    int i = 0;
    for (; i <= count - Ints.LANES; i += Ints.LANES) {
      IntVector impacts =
          Ints.widen(
              ByteVector.fromMemorySegment(Ints.BYTES, memory, from + i, ByteOrder.LITTLE_ENDIAN));
      IntVector.fromArray(Ints.SPECIES, bounds, at + i)
          .add(impacts.mul(factor))
          .intoArray(bounds, at + i);
    }
    for (; i < count; i++) {
      bounds[at + i] += factor * (memory.get(ValueLayout.JAVA_BYTE, from + i) & 0xFF);
    }
  }

  /// `bounds[at + block] += factor impact` for each of `count` runs `(block:u8 impact:u8)` from
  /// `from`.
  public static void addRuns(
      MemorySegment memory, long from, int count, int factor, int[] bounds, int at) {
    for (long run = from; run < from + 2L * count; run += 2) {
      int pair = memory.get(U16, run);
      bounds[at + (pair & 0xFF)] += factor * (pair >>> 8 & 0xFF);
    }
  }

  /// The greatest of `values[from]` to `values[to - 1]`, at least 0.
  public static int max(int[] values, int from, int to) {
    IntVector max = IntVector.zero(Ints.SPECIES);
    int i = from;
    for (; i <= to - Ints.LANES; i += Ints.LANES) {
      max = max.max(IntVector.fromArray(Ints.SPECIES, values, i));
    }
    int most = max.reduceLanes(VectorOperators.MAX);
    for (; i < to; i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }
}
