package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// The gradient of a softmax of rows: `ds_i = p_i (dp_i - sum_k p_k dp_k)`.
public final class SoftmaxGradient {
  private SoftmaxGradient() {}

  /// Replaces the gradients of probabilities by those of the scores they were made of.
  ///
  /// @param p probabilities
  /// @param dp of the same shape
  public static void apply(Matrix p, Matrix dp, FixedOrderSum sum) {
    int columns = p.columns();
    int whole = columns - columns % LANES;
    float[] a = p.values();
    float[] d = dp.values();
    for (int row = 0; row < p.rows(); row++) {
      int at = p.offset(row);
      float inner = sum.ofProducts(a, at, d, at, columns);
      for (int i = at; i < at + whole; i += LANES) {
        FloatVector.fromArray(FLOATS, d, i)
            .sub(inner)
            .mul(FloatVector.fromArray(FLOATS, a, i))
            .intoArray(d, i);
      }
      for (int i = at + whole; i < at + columns; i++) {
        d[i] = (d[i] - inner) * a[i];
      }
    }
  }
}
