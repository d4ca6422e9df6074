package dev.tern.encoder.kernel;

import java.util.Arrays;

/// A row-major matrix that grows on demand.
///
/// Buffers between layers are of this type: they are made once and [resized][#resize] for each
/// batch, so that a forward pass allocates nothing once they have grown. The last row is followed
/// by no padding; kernels write exactly `rows x columns` values.
public final class Matrix {
  private int columns;
  private int rows;
  private float[] values = {};

  /// A matrix without rows.
  public Matrix(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("a matrix needs columns: columns=" + columns);
    }
    this.columns = columns;
  }

  /// A matrix of values that are somebody else's too, as weights are; it is not to grow.
  ///
  /// @param values row-major, of whole rows
  public static Matrix of(float[] values, int columns) {
    Matrix matrix = new Matrix(columns);
    if (values.length % columns != 0) {
      throw new IllegalArgumentException(
          "rows must be whole: values=" + values.length + " columns=" + columns);
    }
    matrix.values = values;
    matrix.rows = values.length / columns;
    return matrix;
  }

  /// Sets the number of rows; the values are undefined afterwards.
  public void resize(int rows) {
    reshape(rows, columns);
  }

  /// Sets the number of rows and columns; the values are undefined afterwards.
  public void reshape(int rows, int columns) {
    long size = (long) rows * columns;
    if (rows < 0 || columns < 1 || size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix must have fewer than 2^31 values: rows=" + rows + " columns=" + columns);
    }
    if (size > values.length) {
      values = new float[(int) size];
    }
    this.rows = rows;
    this.columns = columns;
  }

  /// Number of rows.
  public int rows() {
    return rows;
  }

  /// Number of columns.
  public int columns() {
    return columns;
  }

  /// The backing array: element (r, c) is at `r * columns() + c`. It is replaced when the matrix
  /// grows.
  public float[] values() {
    return values;
  }

  /// Position of the first element of `row` in [#values()].
  public int offset(int row) {
    return row * columns;
  }

  /// A copy of the values in use, `rows() * columns()` of them.
  public float[] toArray() {
    return Arrays.copyOf(values, rows * columns);
  }
}
