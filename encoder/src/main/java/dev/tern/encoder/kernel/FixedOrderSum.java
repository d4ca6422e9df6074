package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// Sums over a row whose order no vector width changes.
///
/// There are always 16 logical lanes; lane j adds up the elements j, j + 16, j + 32, ... in
/// ascending order. The lanes are then halved: `lane[j] += lane[j + 8]`, then + 4, + 2, + 1. A
/// machine of 4 or 8 lanes works through the logical ones in parts.
///
/// An instance holds the lanes of one sum at a time: one for each thread.
public final class FixedOrderSum {
  static final int LOGICAL_LANES = 16;

  private final float[] lanes = new float[LOGICAL_LANES];

  /// The sum of `x[from]` up to `x[from + size - 1]`; 0 where there are none.
  float of(float[] x, int from, int size) {
    Objects.checkFromIndexSize(from, size, x.length);
    int whole = from + size - size % LOGICAL_LANES;
    for (int part = 0; part < LOGICAL_LANES; part += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = from + part; i < whole; i += LOGICAL_LANES) {
        sum = sum.add(FloatVector.fromArray(FLOATS, x, i));
      }
      sum.intoArray(lanes, part);
    }
    for (int i = whole; i < from + size; i++) {
      lanes[i - whole] += x[i];
    }
    return halve();
  }

  /// The sum of `(x[i] - mean)^2` over the same elements.
  float ofSquares(float[] x, int from, int size, float mean) {
    Objects.checkFromIndexSize(from, size, x.length);
    int whole = from + size - size % LOGICAL_LANES;
    for (int part = 0; part < LOGICAL_LANES; part += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = from + part; i < whole; i += LOGICAL_LANES) {
        FloatVector centred = FloatVector.fromArray(FLOATS, x, i).sub(mean);
        sum = centred.fma(centred, sum);
      }
      sum.intoArray(lanes, part);
    }
    for (int i = whole; i < from + size; i++) {
      float centred = x[i] - mean;
      lanes[i - whole] = Math.fma(centred, centred, lanes[i - whole]);
    }
    return halve();
  }

  /// The sum of `x[from + i] y[at + i]` for `i` in `[0, size)`.
  float ofProducts(float[] x, int from, float[] y, int at, int size) {
    Objects.checkFromIndexSize(from, size, x.length);
    Objects.checkFromIndexSize(at, size, y.length);
    int whole = size - size % LOGICAL_LANES;
    for (int part = 0; part < LOGICAL_LANES; part += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = part; i < whole; i += LOGICAL_LANES) {
        FloatVector factor = FloatVector.fromArray(FLOATS, x, from + i);
        sum = factor.fma(FloatVector.fromArray(FLOATS, y, at + i), sum);
      }
      sum.intoArray(lanes, part);
    }
    for (int i = whole; i < size; i++) {
      lanes[i - whole] = Math.fma(x[from + i], y[at + i], lanes[i - whole]);
    }
    return halve();
  }

  private float halve() {
    return halve(lanes, 0);
  }

  /// The sum of 16 lanes. In local variables, because a loop over the array waits for each of its
  /// stores.
  static float halve(float[] lanes, int at) {
    float s0 = lanes[at] + lanes[at + 8];
    float s1 = lanes[at + 1] + lanes[at + 9];
    float s2 = lanes[at + 2] + lanes[at + 10];
    float s3 = lanes[at + 3] + lanes[at + 11];
    float s4 = lanes[at + 4] + lanes[at + 12];
    float s5 = lanes[at + 5] + lanes[at + 13];
    float s6 = lanes[at + 6] + lanes[at + 14];
    float s7 = lanes[at + 7] + lanes[at + 15];
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }
}
