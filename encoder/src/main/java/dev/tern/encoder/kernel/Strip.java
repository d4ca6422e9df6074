package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// A block of a product that stays in the first-level cache: up to [#ROWS] rows of one panel.
///
/// [Matmul#multiply] fills it; the methods here are what is done with it before it is left. All of
/// [PackedMatrix#PANEL] columns are computed, only those that exist are handed out.
public final class Strip {
  /// The most rows of a strip: 16 tiles, 24 KiB at 512 bits.
  public static final int ROWS = 96;

  private final float[] values = new float[ROWS * PANEL];
  private float[] slice = {};
  private int rows;

  /// How many rows to take next of `rows` that are left: an even cut into strips, in whole tiles.
  ///
  /// 200 rows are 72 + 72 + 56 and not 96 + 96 + 8, because a strip of few rows reads the panel for
  /// little work.
  public static int next(int rows) {
    int strips = (rows + ROWS - 1) / ROWS;
    int even = strips == 0 ? 0 : (rows + strips - 1) / strips;
    return Math.min(rows, (even + 5) / 6 * 6);
  }

  void clear(int rows) {
    Objects.checkFromToIndex(0, rows, ROWS);
    this.rows = rows;
    Arrays.fill(values, 0, rows * PANEL, 0);
  }

  float[] values() {
    return values;
  }

  /// Scratch for a slice of a panel, which only weights in int8 need.
  float[] slice(int size) {
    if (slice.length < size) {
      slice = new float[size];
    }
    return slice;
  }

  int rows() {
    return rows;
  }

  /// `strip[r][n] += row[from + n]` for all rows; `row` is padded to whole panels.
  public void addRow(float[] row, int from) {
    for (int n = 0; n < PANEL; n += LANES) {
      FloatVector bias = FloatVector.fromArray(FLOATS, row, from + n);
      for (int at = n; at < rows * PANEL; at += PANEL) {
        FloatVector.fromArray(FLOATS, values, at).add(bias).intoArray(values, at);
      }
    }
  }

  /// Applies the error-function GELU to every element.
  public void geluErf() {
    Pointwise.geluErf(values, rows * PANEL);
  }

  /// Applies the tanh form of GELU to every element.
  public void geluTanh() {
    Pointwise.geluTanh(values, rows * PANEL);
  }

  /// Applies `max(x, 0)` to every element.
  public void relu() {
    Pointwise.relu(values, rows * PANEL);
  }

  /// `to[row + r][column + n] = strip[r][n]` for `n` in `[0, columns)`.
  public void store(Matrix to, int row, int column, int columns) {
    checkBlock(to, row, column, columns);
    float[] target = to.values();
    int at = to.offset(row) + column;
    for (int from = 0; from < rows * PANEL; from += PANEL, at += to.columns()) {
      if (columns == PANEL) {
        for (int n = 0; n < PANEL; n += LANES) {
          FloatVector.fromArray(FLOATS, values, from + n).intoArray(target, at + n);
        }
      } else {
        System.arraycopy(values, from, target, at, columns);
      }
    }
  }

  /// `to[row + r][column + n] += strip[r][n]` for `n` in `[0, columns)`.
  public void addTo(Matrix to, int row, int column, int columns) {
    checkBlock(to, row, column, columns);
    float[] target = to.values();
    int whole = columns - columns % LANES;
    int at = to.offset(row) + column;
    for (int from = 0; from < rows * PANEL; from += PANEL, at += to.columns()) {
      for (int n = 0; n < whole; n += LANES) {
        FloatVector sum = FloatVector.fromArray(FLOATS, values, from + n);
        sum.add(FloatVector.fromArray(FLOATS, target, at + n)).intoArray(target, at + n);
      }
      for (int n = whole; n < columns; n++) {
        target[at + n] += values[from + n];
      }
    }
  }

  private void checkBlock(Matrix to, int row, int column, int columns) {
    Objects.checkFromIndexSize(row, rows, to.rows());
    Objects.checkFromIndexSize(column, columns, to.columns());
    Objects.checkFromToIndex(0, columns, PANEL);
  }

  /// `maximum[n] = max(maximum[n], strip[r][n] over all r)` for `n` in `[0, PANEL)`; a NaN wins.
  public void maximum(float[] maximum) {
    // Four independent chains, since a maximum has to wait for the one before it.
    FloatVector m0 = FloatVector.fromArray(FLOATS, maximum, 0);
    FloatVector m1 = FloatVector.fromArray(FLOATS, maximum, LANES);
    FloatVector m2 = FloatVector.fromArray(FLOATS, maximum, 2 * LANES);
    FloatVector m3 = FloatVector.fromArray(FLOATS, maximum, 3 * LANES);
    for (int at = 0; at < rows * PANEL; at += PANEL) {
      m0 = m0.max(FloatVector.fromArray(FLOATS, values, at));
      m1 = m1.max(FloatVector.fromArray(FLOATS, values, at + LANES));
      m2 = m2.max(FloatVector.fromArray(FLOATS, values, at + 2 * LANES));
      m3 = m3.max(FloatVector.fromArray(FLOATS, values, at + 3 * LANES));
    }
    m0.intoArray(maximum, 0);
    m1.intoArray(maximum, LANES);
    m2.intoArray(maximum, 2 * LANES);
    m3.intoArray(maximum, 3 * LANES);
  }
}
