package dev.tern.engine.kernel;

import java.util.Arrays;

/// The blocks of a segment in the order of their bounds, the greatest first, as far as a thousandth
/// of the greatest bound tells them apart: a counting sort. Used again for every query.
public final class BoundOrder {
  private static final int BUCKET_BITS = 10;

  private final int[] starts = new int[(1 << BUCKET_BITS) + 1];
  private int[] blocks = {};
  private int size;
  private int shift;

  /// Sorts the blocks whose bounds reach the bar.
  ///
  /// @param count of the blocks of the segment
  public void sort(BlockBounds bounds, int count, int bar) {
    int greatest = bounds.max(0, count);
    shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(greatest) - BUCKET_BITS);
    int[] all = bounds.all();
    Arrays.fill(starts, 0);
    for (int block = 0; block < count; block++) {
      if (all[block] >= bar) {
        starts[place(all[block]) + 1]++;
      }
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    size = starts[starts.length - 1];
    if (blocks.length < size) {
      blocks = new int[count];
    }
    for (int block = 0; block < count; block++) {
      if (all[block] >= bar) {
        blocks[starts[place(all[block])]++] = block;
      }
    }
  }

  /// The place of a bound's bucket: the greatest bounds come first.
  private int place(int bound) {
    return (1 << BUCKET_BITS) - 1 - (bound >> shift);
  }

  /// How many blocks there are.
  public int size() {
    return size;
  }

  /// A block of the segment.
  public int block(int place) {
    return blocks[place];
  }

  /// What the bounds of this block and of all that follow do not exceed.
  ///
  /// @param bound of the block
  public long atMost(int bound) {
    return ((((long) bound >> shift) + 1) << shift) - 1;
  }
}
