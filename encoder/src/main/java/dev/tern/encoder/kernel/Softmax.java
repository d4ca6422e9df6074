package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The softmax of each row of a matrix of attention scores.
public final class Softmax {
  private Softmax() {}

  /// The columns that a matrix must have for rows of `size` scores: the next multiple of 16, so
  /// that vectors of every width end where a row ends.
  public static int paddedColumns(int size) {
    return (int) (((long) size + 15) / 16 * 16);
  }

  /// In place, for the first `size` elements s of each of the first `rows` rows:
  ///
  /// `s_i <- e^(scale (s_i - max s)) / sum over j of e^(scale (s_j - max s))`
  ///
  /// The columns behind them become 0.
  ///
  /// @param size at least 1; `m` has [#paddedColumns] of it
  /// @param scale above 0
  public static void apply(Matrix m, int rows, int size, float scale, FixedOrderSum sum) {
    int columns = m.columns();
    if (columns != paddedColumns(size)) {
      throw new IllegalArgumentException(
          "scores need padded columns: size=" + size + " columns=" + columns);
    }
    Objects.checkFromToIndex(0, rows, m.rows());
    float[] values = m.values();
    for (int row = 0; row < rows; row++) {
      int at = m.offset(row);
      Arrays.fill(values, at + size, at + columns, Float.NEGATIVE_INFINITY);
      exponentials(values, at, columns, scale);
      // Adding the zeros of the padding changes no lane of the sum.
      scale(values, at, columns, 1 / sum.of(values, at, columns));
    }
  }

  private static void exponentials(float[] s, int from, int columns, float scale) {
    FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = from; i < from + columns; i += LANES) {
      largest = largest.max(FloatVector.fromArray(FLOATS, s, i));
    }
    // A maximum is exact, so its order does not matter.
    float max = largest.reduceLanes(VectorOperators.MAX);
    for (int i = from; i < from + columns; i += LANES) {
      Exp.of(FloatVector.fromArray(FLOATS, s, i).sub(max).mul(scale)).intoArray(s, i);
    }
  }

  private static void scale(float[] s, int from, int columns, float factor) {
    for (int i = from; i < from + columns; i += LANES) {
      FloatVector.fromArray(FLOATS, s, i).mul(factor).intoArray(s, i);
    }
  }
}
