package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The left-hand side of a product `A^T B`, in the order in which the multiply loop reads it: up to
/// [Strip#ROWS] columns of a matrix, row after row at a distance of [#STRIDE], which the compiler
/// knows:
///
/// `values[k STRIDE + c] = m[row + k][column + c]`
public final class PackedColumns {
  /// Distance of rows: the most columns, and what tiles read beyond them. Not a multiple of a large
  /// power of two, for which all rows would compete for the same places of the first-level cache.
  static final int STRIDE = Strip.ROWS + 8;

  private int columns;
  private int depth;
  private float[] values = {};

  /// No columns, to be filled by [#pack].
  public PackedColumns() {}

  /// Copies a block of a matrix times a factor.
  ///
  /// @param depth rows of the block, over which the product sums
  /// @param columns of the block, at most [Strip#ROWS]
  public void pack(Matrix m, int row, int depth, int column, int columns, float factor) {
    Objects.checkFromIndexSize(row, depth, m.rows());
    Objects.checkFromIndexSize(column, columns, m.columns());
    Objects.checkFromToIndex(0, columns, Strip.ROWS);
    if ((long) depth * STRIDE > values.length) {
      values = new float[Math.multiplyExact(depth, STRIDE)];
    }
    this.columns = columns;
    this.depth = depth;
    int whole = columns - columns % LANES;
    float[] from = m.values();
    for (int k = 0; k < depth; k++) {
      int at = m.offset(row + k) + column;
      int to = k * STRIDE;
      for (int i = 0; i < whole; i += LANES) {
        FloatVector.fromArray(FLOATS, from, at + i).mul(factor).intoArray(values, to + i);
      }
      for (int i = whole; i < columns; i++) {
        values[to + i] = from[at + i] * factor;
      }
    }
  }

  /// `to[at + c] += sum over k of m[row + k][column + c]`, each sum one chain in ascending k that
  /// begins with 0.
  public void addSums(float[] to, int at) {
    Objects.checkFromIndexSize(at, columns, to.length);
    int whole = columns - columns % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int k = 0; k < depth; k++) {
        sum = sum.add(FloatVector.fromArray(FLOATS, values, k * STRIDE + i));
      }
      sum.add(FloatVector.fromArray(FLOATS, to, at + i)).intoArray(to, at + i);
    }
    for (int i = whole; i < columns; i++) {
      float sum = 0;
      for (int k = 0; k < depth; k++) {
        sum += values[k * STRIDE + i];
      }
      to[at + i] += sum;
    }
  }

  /// Number of columns, the rows of the product.
  public int columns() {
    return columns;
  }

  /// Rows of the block, the inner index of the product.
  public int depth() {
    return depth;
  }

  float[] values() {
    return values;
  }
}
