package dev.tern.bench.synthetic;

/// SplitMix64: Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA
/// 2014.
final class RandomStream {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private long state;

  /// Numbers that depend on both parameters, so that each document can have a stream of its own.
  RandomStream(long seed, long stream) {
    state = mix(mix(seed) + GOLDEN_RATIO * stream);
  }

  long next() {
    state += GOLDEN_RATIO;
    return mix(state);
  }

  /// Uniform in [0, 1).
  double uniform() {
    return (next() >>> 11) * 0x1p-53;
  }

  /// Uniform in [0, bound).
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /// Nearly normal with mean 0 and variance 1: the sum of eight uniforms of 16 bits, whose variance
  /// is 8/12. It needs no function that could round differently elsewhere, and no value is beyond
  /// 4.9.
  double normal() {
    return (sumOfFour(next()) + sumOfFour(next()) - 4) * 1.224744871391589;
  }

  /// The bits of a number, stirred.
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static double sumOfFour(long bits) {
    long pairs = (bits & 0x0000FFFF0000FFFFL) + (bits >>> 16 & 0x0000FFFF0000FFFFL);
    return ((pairs >>> 32) + (pairs & 0xFFFFFFFFL) + 2) * 0x1p-16;
  }
}
