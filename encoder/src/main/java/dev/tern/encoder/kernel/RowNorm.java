package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// Layer normalisation of each row of a matrix (Ba, Kiros and Hinton 2016).
public final class RowNorm {
  private RowNorm() {}

  /// In place, for each row x of `m` in `[first, end)` and its n elements:
  ///
  /// `x_i <- (x_i - mean) / sqrt(variance + eps) weight_i + bias_i`
  ///
  /// with `mean = sum x_i / n` and `variance = sum (x_i - mean)^2 / n`, in two passes: the
  /// difference of mean square and squared mean loses its digits where one element is far larger
  /// than the others, as in trained encoders.
  ///
  /// @param weight and `bias`, one for each column
  public static void apply(
      Matrix m, int first, int end, float[] weight, float[] bias, double eps, FixedOrderSum sum) {
    Objects.checkFromToIndex(first, end, m.rows());
    int columns = m.columns();
    float[] values = m.values();
    for (int row = first; row < end; row++) {
      int at = m.offset(row);
      float mean = sum.of(values, at, columns) / columns;
      float variance = sum.ofSquares(values, at, columns, mean) / columns;
      float scale = (float) (1 / Math.sqrt(variance + eps));
      standardize(values, at, mean, scale, weight, bias);
    }
  }

  /// As the other, with the result in `to` and what was found in `statistics`: for each row the
  /// mean, and `1 / sqrt(variance + eps)`.
  public static void apply(
      Matrix m,
      int first,
      int end,
      float[] weight,
      float[] bias,
      double eps,
      FixedOrderSum sum,
      Matrix to,
      float[] statistics) {
    Objects.checkFromToIndex(first, end, m.rows());
    Objects.checkFromToIndex(first, end, to.rows());
    int columns = m.columns();
    float[] x = m.values();
    for (int row = first; row < end; row++) {
      int at = m.offset(row);
      float mean = sum.of(x, at, columns) / columns;
      float variance = sum.ofSquares(x, at, columns, mean) / columns;
      float scale = (float) (1 / Math.sqrt(variance + eps));
      statistics[2 * row] = mean;
      statistics[2 * row + 1] = scale;
      System.arraycopy(x, at, to.values(), at, columns);
      standardize(to.values(), at, mean, scale, weight, bias);
    }
  }

  private static void standardize(
      float[] x, int from, float mean, float scale, float[] weight, float[] bias) {
    int columns = weight.length;
    int whole = columns - columns % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, x, from + i)
          .sub(mean)
          .mul(scale)
          .fma(FloatVector.fromArray(FLOATS, weight, i), FloatVector.fromArray(FLOATS, bias, i))
          .intoArray(x, from + i);
    }
    for (int i = whole; i < columns; i++) {
      x[from + i] = Math.fma((x[from + i] - mean) * scale, weight[i], bias[i]);
    }
  }
}
