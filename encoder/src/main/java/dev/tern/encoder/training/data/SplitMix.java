package dev.tern.encoder.training.data;

/// Random numbers that are the same on every machine and in every version (Steele, Lea and Flood
/// 2014): the order of the data is part of what a run can be resumed from.
final class SplitMix {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private long state;

  /// A sequence for each pair of numbers.
  SplitMix(long seed, long stream) {
    state = mix(seed + GOLDEN_RATIO) ^ mix(stream * GOLDEN_RATIO + 1);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  long next() {
    state += GOLDEN_RATIO;
    return mix(state);
  }

  /// A number in `[0, bound)`; one value is likelier than another by less than bound / 2^64.
  int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(next(), bound);
  }

  /// A number in `[0, 1)`.
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /// The numbers from 0 to `size - 1` in random order (Fisher and Yates).
  static int[] permutation(int size, long seed, long stream) {
    SplitMix random = new SplitMix(seed, stream);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
