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
  /// is gathered with the exponentials, which are more.
  public static void apply(Scores scores, FixedOrderSum sum) {
    int keys = scores.keys();
    PackedRows to = scores.exponentials();
    to.reshape(scores.rows(), keys);
    int last = (keys - 1) / PANEL;
    int padded = (keys + LOGICAL_LANES - 1) / LOGICAL_LANES * LOGICAL_LANES - last * PANEL;
    for (int row = 0; row < scores.rows(); row++) {
      int tail = scores.offset(row, last);
      // The exponentials of the padding are zeros, which change no lane of the sum.
      Arrays.fill(
          scores.values(), tail + keys - last * PANEL, tail + padded, Float.NEGATIVE_INFINITY);
      float max = maximum(scores, row, last, padded);
      for (int lane = 0; lane < LOGICAL_LANES; lane += LANES) {
        exponentials(scores, row, last, padded, lane, max, sum.lanes());
      }
      scores.factors()[row] = 1 / sum.halve();
    }
  }

  /// A maximum is exact, so its order does not matter. A NaN is passed over, and comes back with
  /// the exponentials.
  private static float maximum(Scores scores, int row, int last, int padded) {
    float[] s = scores.values();
    FloatVector m = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int panel = 0; panel <= last; panel++) {
      int from = scores.offset(row, panel);
      int end = from + (panel == last ? padded : PANEL);
      for (int i = from; i < end; i += LANES) {
        FloatVector x = FloatVector.fromArray(FLOATS, s, i);
        m = m.blend(x, x.compare(VectorOperators.GT, m));
      }
    }
    return m.reduceLanes(VectorOperators.MAX);
  }

  /// The exponentials of a vector of logical lanes of a row, and their sums.
  private static void exponentials(
      Scores scores, int row, int last, int padded, int lane, float max, float[] lanes) {
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
    sum.intoArray(lanes, lane);
  }
}
