package dev.tern.encoder.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Log1pTest {
  /// Floats of every size from the smallest to the largest, 256 of each power of two.
  private static float[] everySize() {
    int step = 1 << 15;
    float[] x = new float[0x7f800000 / step];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(i * step);
    }
    return x;
  }

  @Test
  void isTheLogarithmWithinTwoUlp() {
    float[] x = everySize();
    float[] y = x.clone();
    Log1p.apply(y);
    for (int i = 0; i < x.length; i++) {
      double expected = Math.log1p(x[i]);
      assertEquals(expected, y[i], 2.0 * Math.ulp((float) expected), "x=" + x[i]);
    }
  }

  @Test
  void growsWithItsArgumentUpToOneUlp() {
    float[] x = everySize();
    float[] y = x.clone();
    Log1p.apply(y);
    for (int i = 1; i < x.length; i++) {
      assertTrue(y[i] >= y[i - 1] - Math.ulp(y[i]), "x=" + x[i]);
    }
  }

  @Test
  void positiveNumbersStaySo() {
    float[] x = {Float.MIN_VALUE, Float.MIN_NORMAL, 1e-20f, 0f};
    Log1p.apply(x);
    assertArrayEquals(new float[] {Float.MIN_VALUE, Float.MIN_NORMAL, 1e-20f, 0f}, x);
  }

  @Test
  void whatIsNotFiniteStaysSo() {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE};
    Log1p.apply(x);
    assertTrue(Float.isNaN(x[0]));
    assertEquals(Float.POSITIVE_INFINITY, x[1]);
    assertEquals((float) Math.log(Float.MAX_VALUE), x[2], 1e-4f);
  }

  /// The last elements, which fill no vector, have the bits that they have in front.
  @Test
  void everyLengthGivesTheSameBits() {
    float[] x = new float[67];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * i * 0.37f;
    }
    float[] all = x.clone();
    Log1p.apply(all);
    for (int length = 0; length < x.length; length++) {
      float[] some = Arrays.copyOf(x, length);
      Log1p.apply(some);
      assertArrayEquals(Arrays.copyOf(all, length), some);
    }
  }
}
