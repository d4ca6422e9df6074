package dev.tern.engine.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.engine.format.CodeBook;
import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// No other impacts are nearer to those of the postings.
class CodeBookChoiceTest {
  @Randomized(runs = 30)
  void noOtherImpactsHaveASmallerError(RandomGenerator random) {
    int bits = random.nextBoolean() ? 4 : 6;
    long[] postings = new long[256];
    for (int impact = 1; impact < 256; impact++) {
      postings[impact] = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 1 << random.nextInt(1, 20));
    }
    CodeBook codes = CodeBookChoice.of(bits, postings);
    double least = error(codes, postings);
    assertEquals((1 << bits) - 1, codes.greatestCode());
    for (int i = 0; i < 200; i++) {
      byte[] moved = codes.listed();
      int place = random.nextInt(moved.length);
      int below = place == 0 ? 0 : moved[place - 1] & 0xFF;
      int above = place == moved.length - 1 ? 256 : moved[place + 1] & 0xFF;
      if (above - below > 1) {
        moved[place] = (byte) random.nextInt(below + 1, above);
        assertTrue(error(CodeBook.of(bits, moved), postings) >= least * (1 - 1e-9));
      }
      // Anywhere else, though few of them are near.
      CodeBook other = CodeBook.of(bits, drawn(random, moved.length));
      assertTrue(error(other, postings) >= least * (1 - 1e-9));
    }
  }

  private static byte[] drawn(RandomGenerator random, int size) {
    byte[] drawn = new byte[size];
    int[] impacts = random.ints(1, 256).distinct().limit(size).sorted().toArray();
    for (int i = 0; i < size; i++) {
      drawn[i] = (byte) impacts[i];
    }
    return drawn;
  }

  private static double error(CodeBook codes, long[] postings) {
    return IntStream.range(1, 256)
        .mapToDouble(impact -> {
          long nearest =
              IntStream.rangeClosed(1, codes.greatestCode())
                  .map(code -> Math.abs(codes.impact(code) - impact))
                  .min()
                  .orElseThrow();
          assertEquals(nearest, Math.abs(codes.nearest(impact) - impact));
          assertEquals(codes.nearest(impact), codes.impact(codes.code(impact)));
          return CodeBookChoice.weight(codes.bits(), postings[impact]) * nearest * nearest;
        })
        .sum();
  }

  @Test
  void fewImpactsHaveEachACode() {
    long[] postings = new long[256];
    for (int impact : new int[] {1, 2, 9, 200, 255}) {
      postings[impact] = impact;
    }
    CodeBook codes = CodeBookChoice.of(4, postings);
    assertEquals("[1, 2, 9, -56, -1]", Arrays.toString(codes.listed()));
    assertEquals(0, codes.nearest(0));
    assertEquals(2, codes.nearest(5));
    assertEquals(9, codes.nearest(6));
  }
}
