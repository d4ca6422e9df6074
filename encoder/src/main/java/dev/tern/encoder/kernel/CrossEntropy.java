package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The cross-entropy of a row of logits and its gradient, in place:
///
/// `loss = ln(sum_k e^(x_k - max)) - (x_label - max)`, `x_i <- weight (softmax(x)_i - [i = label])`
///
/// The exponentials are summed in [logical lanes][FixedOrderSum]. A row of a vocabulary has tens of
/// thousands of them: in double precision they took more than half of a step of masked words.
///
/// An instance holds the end of a row at a time: one for each thread.
public final class CrossEntropy {
  private static final int LOGICAL_LANES = FixedOrderSum.LOGICAL_LANES;

  private final float[] end = new float[LOGICAL_LANES];
  private final float[] lanes = new float[LOGICAL_LANES];

  /// No row yet.
  public CrossEntropy() {}

  /// Replaces the logits `x[from]` up to `x[from + size - 1]` by their gradients.
  ///
  /// @param label in `[0, size)`
  /// @return the loss without the weight; NaN or infinite if a logit is
  public double replace(float[] x, int from, int size, int label, double weight) {
    Objects.checkFromIndexSize(from, size, x.length);
    Objects.checkIndex(label, size);
    // What is left over at the end is filled up with what changes neither maximum nor sum.
    int whole = size - size % LOGICAL_LANES;
    int left = size - whole;
    System.arraycopy(x, from + whole, end, 0, left);
    Arrays.fill(end, left, LOGICAL_LANES, Float.NEGATIVE_INFINITY);
    float max = Math.max(maximum(x, from, whole), maximum(end, 0, LOGICAL_LANES));
    double ofLabel = (double) x[from + label] - max;
    for (int lane = 0; lane < LOGICAL_LANES; lane += LANES) {
      exponentials(x, from, whole, lane, max);
    }
    float sum = FixedOrderSum.halve(lanes, 0);
    scale(x, from, whole, (float) (weight / sum));
    scale(end, 0, LOGICAL_LANES, (float) (weight / sum));
    System.arraycopy(end, 0, x, from + whole, left);
    // e^(x_label - max) / sum is rounded, the difference is not to be rounded again.
    x[from + label] = (float) (weight * (StrictMath.exp(ofLabel) / sum - 1));
    return StrictMath.log(sum) - ofLabel;
  }

  /// A NaN is passed over, and comes back with the exponentials.
  private static float maximum(float[] x, int from, int size) {
    FloatVector m = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = from; i < from + size; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      m = m.blend(v, v.compare(VectorOperators.GT, m));
    }
    return m.reduceLanes(VectorOperators.MAX);
  }

  /// The exponentials of some logical lanes, and their sums.
  private void exponentials(float[] x, int from, int whole, int lane, float max) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = from + lane; i < from + whole; i += LOGICAL_LANES) {
      FloatVector e = Exp.of(FloatVector.fromArray(FLOATS, x, i).sub(max));
      e.intoArray(x, i);
      sum = sum.add(e);
    }
    FloatVector e = Exp.of(FloatVector.fromArray(FLOATS, end, lane).sub(max));
    e.intoArray(end, lane);
    sum.add(e).intoArray(lanes, lane);
  }

  private static void scale(float[] x, int from, int size, float factor) {
    for (int i = from; i < from + size; i += LANES) {
      FloatVector.fromArray(FLOATS, x, i).mul(factor).intoArray(x, i);
    }
  }
}
