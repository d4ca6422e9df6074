package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The left-hand side of a product `A B^T`, in the order in which the multiply loop reads it.
///
/// The columns of A are cut into blocks of [#DEPTH]; a block holds its rows one after the other at
/// a distance of [#STRIDE], which the compiler knows:
///
/// `values[((k / DEPTH) capacity + r) STRIDE + k mod DEPTH] = A[r][k]`
///
/// A tile then addresses all its rows from one register. With the row length of a [Matrix] in a
/// variable it needed one register for each row, the compiler ran out of them and moved two
/// pointers to vector registers and back at every step. Loops of tiles alone did 281 GFLOP/s with
/// the known distance and 257 without, of the 284 of the machine.
public final class PackedRows {
  /// Inner indices in a block: the slice of a panel that goes with it is 96 KiB at 512 bits.
  static final int DEPTH = 384;

  /// Distance of rows in a block. Not a multiple of a large power of two, for which all rows would
  /// compete for the same places of the first-level cache.
  static final int STRIDE = DEPTH + 16;

  /// Rows that are read beyond the last, when its tile is not full.
  private static final int SPARE = 3;

  private int rows;
  private int depth;
  private int capacity;
  private float[] values = {};

  /// No rows, to be filled by [#pack].
  public PackedRows() {}

  /// Copies a block of a matrix: `A[r][k] = m[row + r][column + k]`.
  public void pack(Matrix m, int row, int rows, int column, int depth) {
    pack(m, row, rows, column, depth, 1);
  }

  /// Copies a block of a matrix times a factor: `A[r][k] = factor m[row + r][column + k]`.
  public void pack(Matrix m, int row, int rows, int column, int depth, float factor) {
    Objects.checkFromIndexSize(row, rows, m.rows());
    Objects.checkFromIndexSize(column, depth, m.columns());
    reshape(rows, depth);
    for (int k = 0; k < depth; k += DEPTH) {
      int size = Math.min(DEPTH, depth - k);
      for (int r = 0; r < rows; r++) {
        copy(m.values(), m.offset(row + r) + column + k, values, offset(r, k), size, factor);
      }
    }
  }

  /// Sets the size; the values are undefined afterwards.
  public void reshape(int rows, int depth) {
    long size = ((long) depth + DEPTH - 1) / DEPTH * (rows + SPARE) * STRIDE;
    if (rows < 0 || depth < 1 || size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "packed rows must have fewer than 2^31 values: rows=" + rows + " depth=" + depth);
    }
    if (size > values.length) {
      values = new float[(int) size];
    }
    this.rows = rows;
    this.depth = depth;
    this.capacity = rows + SPARE;
  }

  static void copy(float[] from, int at, float[] to, int start, int size, float factor) {
    int whole = size - size % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, from, at + i).mul(factor).intoArray(to, start + i);
    }
    for (int i = whole; i < size; i++) {
      to[start + i] = from[at + i] * factor;
    }
  }

  /// Number of rows.
  public int rows() {
    return rows;
  }

  /// Columns of A, the inner index of the product.
  public int depth() {
    return depth;
  }

  /// The packed values.
  float[] values() {
    return values;
  }

  /// Where `A[row][k]` is in [#values()].
  int offset(int row, int k) {
    return (k / DEPTH * capacity + row) * STRIDE + k % DEPTH;
  }
}
