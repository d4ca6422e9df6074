package dev.tern.encoder.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class PointwiseTest {
  /// Every float of a grid that is dense where activations lie, and the ends of the range.
  private static final float[] GRID = grid();

  @Test
  void exponentialOfNumbersThatAreNotPositive() {
    float[] x = GRID.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] = -Math.abs(x[i]) * 10;
    }
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i += Simd.LANES) {
      Exp.of(FloatVector.fromArray(Simd.FLOATS, x, i)).intoArray(y, i);
    }
    for (int i = 0; i < x.length; i++) {
      double expected = x[i] < Exp.SMALLEST ? 0 : Math.exp(x[i]);
      assertEquals(expected, y[i], 1.0 * Math.ulp((float) expected), "x=" + x[i]);
    }
  }

  @Test
  void geluWithTheErrorFunction() {
    // `x / 2 (1 + erf(x / sqrt 2))` in float32 has an absolute error of 4.5e-7, and no digit right
    // of the results below that.
    check(GeluTwin::erf, values -> Pointwise.geluErf(values, values.length), 1e-7, 1.5e-6);
  }

  @Test
  void geluWithTheHyperbolicTangent() {
    check(GeluTwin::tanh, values -> Pointwise.geluTanh(values, values.length), 1e-7, 6e-6);
  }

  @Test
  void relu() {
    check(x -> Math.max(x, 0), values -> Pointwise.relu(values, values.length), 0, 0);
  }

  @Test
  void whatIsNotANumberStaysSo() {
    float[] values = new float[16];
    Arrays.fill(values, Float.NaN);
    Pointwise.geluErf(values, 16);
    assertTrue(Float.isNaN(values[0]));
    Arrays.fill(values, Float.NaN);
    Pointwise.geluTanh(values, 16);
    assertTrue(Float.isNaN(values[15]));
    Arrays.fill(values, Float.NaN);
    Pointwise.relu(values, 16);
    assertTrue(Float.isNaN(values[7]));
  }

  private interface Kernel {
    void apply(float[] values);
  }

  private static void check(
      DoubleUnaryOperator twin, Kernel kernel, double absolute, double relative) {
    float[] y = GRID.clone();
    kernel.apply(y);
    for (int i = 0; i < y.length; i++) {
      double expected = twin.applyAsDouble(GRID[i]);
      String where = "x=" + GRID[i] + " expected=" + expected + " found=" + y[i];
      double error = Math.abs(expected - y[i]);
      // Relative to the result for results of some size, absolute where the double underflows.
      assertTrue(error <= absolute * Math.max(1, Math.abs(GRID[i])), where);
      assertTrue(error <= relative * Math.abs(expected) + 1e-15, where);
    }
  }

  private static float[] grid() {
    float[] grid = new float[1 << 16];
    for (int i = 0; i < grid.length - 16; i++) {
      grid[i] = (i - grid.length / 2) / 4096f; // -8 .. 8
    }
    float[] ends = {0, -0f, 1e-30f, -1e-30f, 1e-6f, -1e-6f, 20, -20, 100, -100, 1e9f, -1e9f, 40};
    System.arraycopy(ends, 0, grid, grid.length - 16, ends.length);
    return grid;
  }
}
