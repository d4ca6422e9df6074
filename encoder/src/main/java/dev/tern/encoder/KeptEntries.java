package dev.tern.encoder;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// Parts of vectors, as the rules of [Pruning] take them.
final class KeptEntries {
  private KeptEntries() {}

  /// Refuses a value outside `[0, 1]`.
  static void checkFraction(String rule, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(rule + " needs a value from 0 to 1: value=" + value);
    }
  }

  /// Positions of entries, largest weight first, of equal ones the lower id first.
  static int[] descending(SparseVector vector) {
    long[] keys = new long[vector.size()];
    for (int i = 0; i < keys.length; i++) {
      // The bits of floats above zero are ordered as the floats are.
      keys[i] = (long) -Float.floatToRawIntBits(vector.weight(i)) << 32 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /// The entries at the first `count` positions of `order`.
  static SparseVector largest(SparseVector vector, int[] order, int count) {
    boolean[] kept = new boolean[order.length];
    for (int i = 0; i < Math.min(count, order.length); i++) {
      kept[order[i]] = true;
    }
    return where(vector, i -> kept[i]);
  }

  /// The entries at the positions that satisfy `kept`; the largest alone if none does.
  static SparseVector where(SparseVector vector, IntPredicate kept) {
    int[] ids = new int[vector.size()];
    float[] weights = new float[vector.size()];
    int size = 0;
    for (int i = 0; i < ids.length; i++) {
      if (kept.test(i)) {
        ids[size] = vector.id(i);
        weights[size++] = vector.weight(i);
      }
    }
    if (size == 0 && !vector.isEmpty()) {
      return largest(vector, descending(vector), 1);
    }
    return size == ids.length
        ? vector
        : SparseVector.of(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
  }
}
