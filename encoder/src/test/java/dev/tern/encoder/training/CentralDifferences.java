package dev.tern.encoder.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Compares gradients with central differences in double precision.
public final class CentralDifferences {
  private static final double H = 1e-5;

  private CentralDifferences() {}

  /// Checks `gradient[i] = (f(x + h e_i) - f(x - h e_i)) / 2h` for every i, to 1e-7 of the largest.
  ///
  /// @param x where to differentiate; no kink of f lies within h of it
  public static void check(
      String what, double[] x, double[] gradient, ToDoubleFunction<double[]> f) {
    assertTrue(x.length == gradient.length && x.length > 0, what);
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < x.length; i++) {
      double[] moved = x.clone();
      moved[i] = x[i] + H;
      double above = f.applyAsDouble(moved);
      moved[i] = x[i] - H;
      double found = (above - f.applyAsDouble(moved)) / (2 * H);
      assertTrue(
          Math.abs(found - gradient[i]) <= 1e-7 * Math.max(1, largest),
          what + "[" + i + "] gradient " + gradient[i] + " central difference " + found);
    }
  }
}
