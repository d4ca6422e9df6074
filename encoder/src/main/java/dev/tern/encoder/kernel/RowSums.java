package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// Sums of rows, for gradients that are gathered or scattered row by row.
public final class RowSums {
  private RowSums() {}

  /// `y[to + i] += x[from + i]` for `i` in `[0, size)`.
  public static void add(float[] x, int from, float[] y, int to, int size) {
    int whole = size - size % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, x, from + i)
          .add(FloatVector.fromArray(FLOATS, y, to + i))
          .intoArray(y, to + i);
    }
    for (int i = whole; i < size; i++) {
      y[to + i] += x[from + i];
    }
  }

  /// `y[to + i] = factor x[from + i] + y[to + i]` for `i` in `[0, size)`, each rounded once.
  public static void add(float factor, float[] x, int from, float[] y, int to, int size) {
    int whole = size - size % LANES;
    FloatVector f = FloatVector.broadcast(FLOATS, factor);
    for (int i = 0; i < whole; i += LANES) {
      f.fma(FloatVector.fromArray(FLOATS, x, from + i), FloatVector.fromArray(FLOATS, y, to + i))
          .intoArray(y, to + i);
    }
    for (int i = whole; i < size; i++) {
      y[to + i] = Math.fma(factor, x[from + i], y[to + i]);
    }
  }
}
