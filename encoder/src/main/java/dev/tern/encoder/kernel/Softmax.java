package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The softmax of each row of attention scores.
public final class Softmax {
  private static final int LOGICAL_LANES = FixedOrderSum.LOGICAL_LANES;

  private Softmax() {}

  /// For each row s of scores
  ///
  /// `exponential_i = e^(s_i - max s)` and `factor = 1 / sum of the exponentials`
  ///
  /// The product of both is the softmax. The factor is kept apart because it can be applied to what
  /// is gathered with the exponentials, which are more. Each step is done for all rows before the
  /// next, because a row would wait for its maximum and again for its sum.
  public static void apply(Scores scores) {
    int keys = scores.keys();
    PackedRows to = scores.exponentials();
    to.reshape(scores.rows(), keys);
    int last = (keys - 1) / PANEL;
    int used = keys - last * PANEL;
    int padded = (used + LOGICAL_LANES - 1) / LOGICAL_LANES * LOGICAL_LANES;
    float[] factors = scores.factors();
    for (int row = 0; row < scores.rows(); row++) {
      int tail = scores.offset(row, last);
      // The exponentials of the padding are zeros, which change no lane of the sum.
      Arrays.fill(scores.values(), tail + used, tail + PANEL, Float.NEGATIVE_INFINITY);
      factors[row] = maximum(scores, row, last);
    }
    for (int row = 0; row < scores.rows(); row++) {
      for (int lane = 0; lane < LOGICAL_LANES; lane += LANES) {
        exponentials(scores, row, last, padded, lane, factors[row]);
      }
    }
    for (int row = 0; row < scores.rows(); row++) {
      factors[row] = 1 / FixedOrderSum.halve(scores.lanes(), row * LOGICAL_LANES);
    }
  }

  /// A maximum is exact, so its order does not matter: four chains, since each step waits for the
  /// one before it. A NaN is passed over, and comes back with the exponentials.
  private static float maximum(Scores scores, int row, int last) {
    float[] s = scores.values();
    FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    for (int panel = 0; panel <= last; panel++) {
      int at = scores.offset(row, panel);
      m0 = larger(m0, FloatVector.fromArray(FLOATS, s, at));
      m1 = larger(m1, FloatVector.fromArray(FLOATS, s, at + LANES));
      m2 = larger(m2, FloatVector.fromArray(FLOATS, s, at + 2 * LANES));
      m3 = larger(m3, FloatVector.fromArray(FLOATS, s, at + 3 * LANES));
    }
    return larger(larger(m0, m1), larger(m2, m3)).reduceLanes(VectorOperators.MAX);
  }

  private static FloatVector larger(FloatVector m, FloatVector x) {
    return m.blend(x, x.compare(VectorOperators.GT, m));
  }

  /// The exponentials of a vector of logical lanes of a row, and their sums.
  private static void exponentials(
      Scores scores, int row, int last, int padded, int lane, float max) {
    float[] s = scores.values();
    PackedRows to = scores.exponentials();
    float[] e = to.values();
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int panel = 0; panel <= last; panel++) {
      int from = scores.offset(row, panel);
      int at = to.offset(row, panel * PANEL);
      int end = panel == last ? padded : PANEL;
      for (int i = lane; i < end; i += LOGICAL_LANES) {
        FloatVector x = Exp.of(FloatVector.fromArray(FLOATS, s, from + i).sub(max));
        x.intoArray(e, at + i);
        sum = sum.add(x);
      }
    }
    sum.intoArray(scores.lanes(), row * LOGICAL_LANES + lane);
  }
}
