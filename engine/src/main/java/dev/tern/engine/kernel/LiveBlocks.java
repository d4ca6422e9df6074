package dev.tern.engine.kernel;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Which blocks of 64 documents may have a hit.
public final class LiveBlocks {
  private static final int BLOCK = 64;

  private LiveBlocks() {}

  /// Puts the blocks of a window whose bound reaches the bar into `wanted` and returns how many
  /// there are.
  ///
  /// @param first block of the window
  /// @param blocks of the window
  /// @param wanted has a place more than there are blocks
  public static int wanted(BlockBounds bounds, int first, int blocks, int bar, int[] wanted) {
    int count = 0;
    for (int block = 0; block < blocks; block++) {
      wanted[count] = block;
      count += bounds.all()[first + block] >= bar ? 1 : 0;
    }
    return count;
  }

  /// Puts those of the wanted blocks from place `from` on into `live` whose bound reaches the bar,
  /// and so do its greatest score and the bound of the frequent terms, until there are `most`.
  ///
  /// @param live receives the blocks; the place behind the last one receives the place in `wanted`
  ///   to go on with
  /// @return how many there are
  public static int live(
      BlockBounds bounds,
      int first,
      int[] wanted,
      int from,
      int count,
      int bar,
      int[] scores,
      int[] live,
      int most) {
    int found = 0;
    int next = from;
    for (; next < count && found < most; next++) {
      int block = wanted[next];
      if (bounds.all()[first + block] >= bar) {
        int at = block * BLOCK;
        IntVector max = IntVector.fromArray(Ints.SPECIES, scores, at);
        for (int lane = Ints.LANES; lane < BLOCK; lane += Ints.LANES) {
          max = max.max(IntVector.fromArray(Ints.SPECIES, scores, at + lane));
        }
        int greatest = max.reduceLanes(VectorOperators.MAX);
        if (greatest + bounds.frequent()[first + block] >= bar) {
          live[found++] = block;
        }
      }
    }
    live[found] = next;
    return found;
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
