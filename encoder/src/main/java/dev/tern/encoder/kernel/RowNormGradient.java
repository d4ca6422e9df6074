package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The gradient of [RowNorm].
///
/// With `u_i = (x_i - mean) scale`, where scale is `1 / sqrt(variance + eps)`, and `h_i = weight_i
/// dy_i`, for each row of n elements
///
/// `dx_i = scale (h_i - 1/n sum h - u_i 1/n sum h u)`
///
/// and summed over rows `dweight_i = sum dy_i u_i`, `dbias_i = sum dy_i`.
///
/// An instance holds a row at a time: one for each thread.
public final class RowNormGradient {
  private final FixedOrderSum sum = new FixedOrderSum();
  private float[] u = {};
  private float[] h = {};

  /// No row yet.
  public RowNormGradient() {}

  /// Replaces the gradients of rows `[first, end)` of the result by those of x, and adds to the
  /// gradients of weight and bias, row after row.
  ///
  /// @param d gradient of the result; that of x afterwards
  /// @param x what was normalised
  /// @param statistics of [RowNorm]
  /// @param sums `dweight` from `at` on, then `dbias`
  public void apply(
      Matrix d,
      Matrix x,
      int first,
      int end,
      float[] weight,
      float[] statistics,
      float[] sums,
      int at) {
    Objects.checkFromToIndex(first, end, d.rows());
    Objects.checkFromToIndex(first, end, x.rows());
    int n = d.columns();
    Objects.checkFromIndexSize(at, 2 * n, sums.length);
    if (u.length != n) {
      u = new float[n];
      h = new float[n];
    }
    for (int row = first; row < end; row++) {
      float scale = statistics[2 * row + 1];
      int from = d.offset(row);
      prepare(d.values(), x.values(), from, weight, statistics[2 * row], scale);
      float meanH = sum.of(h, 0, n) / n;
      float meanHu = sum.ofProducts(h, 0, u, 0, n) / n;
      addSums(d.values(), from, sums, at);
      finish(d.values(), from, scale, meanH, meanHu);
    }
  }

  private void prepare(float[] d, float[] x, int from, float[] weight, float mean, float scale) {
    int n = u.length;
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, x, from + i).sub(mean).mul(scale).intoArray(u, i);
      FloatVector.fromArray(FLOATS, d, from + i)
          .mul(FloatVector.fromArray(FLOATS, weight, i))
          .intoArray(h, i);
    }
    for (int i = whole; i < n; i++) {
      u[i] = (x[from + i] - mean) * scale;
      h[i] = d[from + i] * weight[i];
    }
  }

  private void addSums(float[] d, int from, float[] sums, int at) {
    int n = u.length;
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, d, from + i);
      g.fma(FloatVector.fromArray(FLOATS, u, i), FloatVector.fromArray(FLOATS, sums, at + i))
          .intoArray(sums, at + i);
      g.add(FloatVector.fromArray(FLOATS, sums, at + n + i)).intoArray(sums, at + n + i);
    }
    for (int i = whole; i < n; i++) {
      sums[at + i] = Math.fma(d[from + i], u[i], sums[at + i]);
      sums[at + n + i] += d[from + i];
    }
  }

  private void finish(float[] d, int from, float scale, float meanH, float meanHu) {
    int n = u.length;
    int whole = n - n % LANES;
    FloatVector minus = FloatVector.broadcast(FLOATS, -meanHu);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, u, i)
          .fma(minus, FloatVector.fromArray(FLOATS, h, i).sub(meanH))
          .mul(scale)
          .intoArray(d, from + i);
    }
    for (int i = whole; i < n; i++) {
      d[from + i] = Math.fma(u[i], -meanHu, h[i] - meanH) * scale;
    }
  }
}
