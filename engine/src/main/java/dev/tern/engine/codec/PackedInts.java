package dev.tern.engine.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Integers of `width` bits each, one after the other, the lowest bit of the first one in the
/// lowest bit of the first byte.
///
/// `width` is 0 to 31. One loop serves all widths: a value lies within the eight bytes from the
/// byte that its first bit is in, since 7 + 31 < 64.
final class PackedInts {
  /// The widest value that can be packed.
  static final int MAX_WIDTH = 31;

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private PackedInts() {}

  /// The least width that holds the first `count` values, none of which is negative.
  static int widthOf(int[] values, int count) {
    int bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= values[i];
    }
    return Integer.SIZE - Integer.numberOfLeadingZeros(bits);
  }

  /// How many bytes `count` values take.
  static int bytes(int width, int count) {
    return (width * count + Byte.SIZE - 1) / Byte.SIZE;
  }

  /// Writes the first `count` values to `out` from position `from`; each must fit `width`.
  static void pack(int[] values, int count, int width, byte[] out, int from) {
    long pending = 0;
    int bits = 0;
    int at = from;
    for (int i = 0; i < count; i++) {
      pending |= (long) values[i] << bits;
      for (bits += width; bits >= Byte.SIZE; bits -= Byte.SIZE) {
        out[at++] = (byte) pending;
        pending >>>= Byte.SIZE;
      }
    }
    if (bits > 0) {
      out[at] = (byte) pending;
    }
  }

  /// Reads `count` values to the start of `out`; eight bytes must be readable at each value.
  static void unpack(MemorySegment in, long offset, int width, int count, int[] out) {
    int mask = (1 << width) - 1;
    long bit = offset << 3;
    for (int i = 0; i < count; i++, bit += width) {
      out[i] = (int) (in.get(WORD, bit >>> 3) >>> (bit & 7)) & mask;
    }
  }
}
