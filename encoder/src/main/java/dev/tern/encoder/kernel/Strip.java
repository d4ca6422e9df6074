package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.INTS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// A block of a product that is finished while it is in a near cache: up to [#ROWS] rows of one
/// panel.
///
/// [Matmul#multiply] fills it; the methods here are what is done with it before it is left. All of
/// [PackedMatrix#PANEL] columns are computed, only those that exist are handed out.
public final class Strip {
  /// The most rows of a strip: 44 tiles, 66 KiB at 512 bits. A panel is read from memory once for
  /// each strip: layers took 1.02 of the time in MiniLM and 1.04 in BERT with 96 rows, which would
  /// stay in the first-level cache, as against 192 and 510.
  public static final int ROWS = 264;

  private final float[] values = new float[ROWS * PANEL];
  private float[] slice = {};
  private final PackedRows left = new PackedRows();
  private int rows;

  /// How many rows to take next of `rows` that are left: an even cut into strips, in whole tiles.
  ///
  /// 600 rows are 204 + 198 + 198 and not 264 + 264 + 72, because a strip of few rows reads the
  /// panel for little work.
  public static int next(int rows) {
    int strips = (rows + ROWS - 1) / ROWS;
    int even = strips == 0 ? 0 : (rows + strips - 1) / strips;
    return Math.min(rows, (even + 5) / 6 * 6);
  }

  /// Sets the number of rows; what is in them is undefined until [Matmul] has been there.
  void begin(int rows) {
    Objects.checkFromToIndex(0, rows, ROWS);
    this.rows = rows;
  }

  /// Room for the left-hand side.
  PackedRows left() {
    return left;
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

  /// `strip[r][n] = from[row + r][column + n]` for `r` in `[0, rows)` and `n` in `[0, columns)`; 0
  /// for the other n.
  public void load(Matrix from, int row, int rows, int column, int columns) {
    begin(rows);
    checkBlock(from, row, column, columns);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from.values(), from.offset(row + r) + column, values, r * PANEL, columns);
      Arrays.fill(values, r * PANEL + columns, (r + 1) * PANEL, 0);
    }
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

  /// `to[row + r][column + n] = strip[r][n] factors[r]` for `n` in `[0, columns)`.
  public void store(Matrix to, int row, int column, int columns, float[] factors) {
    checkBlock(to, row, column, columns);
    float[] target = to.values();
    int whole = columns - columns % LANES;
    int at = to.offset(row) + column;
    for (int r = 0; r < rows; r++, at += to.columns()) {
      float factor = factors[r];
      int from = r * PANEL;
      for (int n = 0; n < whole; n += LANES) {
        FloatVector.fromArray(FLOATS, values, from + n).mul(factor).intoArray(target, at + n);
      }
      for (int n = whole; n < columns; n++) {
        target[at + n] = values[from + n] * factor;
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
    boolean finite = true;
    for (int n = 0; n < PANEL; n += 2 * LANES) {
      finite &= finiteMaximum(n, maximum);
    }
    if (!finite) {
      for (int at = 0; at < rows * PANEL; at++) {
        maximum[at % PANEL] = Math.max(maximum[at % PANEL], values[at]);
      }
    }
  }

  /// The maximum of two vectors of columns, a NaN passed over.
  ///
  /// A comparison and a choice, because `max` of the Vector API takes six instructions to let a NaN
  /// win, 2 % of the head. Two rows are compared first, since a maximum waits for the one before
  /// it.
  ///
  /// @return whether all elements are finite, since `0 x + 0 x + ...` is NaN otherwise
  private boolean finiteMaximum(int n, float[] maximum) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector m0 = FloatVector.fromArray(FLOATS, maximum, n);
    FloatVector m1 = FloatVector.fromArray(FLOATS, maximum, n + LANES);
    FloatVector z0 = zero;
    FloatVector z1 = zero;
    int end = n + rows * PANEL;
    for (int at = n; at < end; at += 2 * PANEL) {
      int next = Math.min(at + PANEL, end - PANEL); // the last row twice if they are odd
      FloatVector x0 = FloatVector.fromArray(FLOATS, values, at);
      FloatVector x1 = FloatVector.fromArray(FLOATS, values, at + LANES);
      FloatVector y0 = FloatVector.fromArray(FLOATS, values, next);
      FloatVector y1 = FloatVector.fromArray(FLOATS, values, next + LANES);
      z0 = y0.fma(zero, x0.fma(zero, z0));
      z1 = y1.fma(zero, x1.fma(zero, z1));
      x0 = x0.blend(y0, y0.compare(VectorOperators.GT, x0));
      x1 = x1.blend(y1, y1.compare(VectorOperators.GT, x1));
      m0 = m0.blend(x0, x0.compare(VectorOperators.GT, m0));
      m1 = m1.blend(x1, x1.compare(VectorOperators.GT, m1));
    }
    m0.intoArray(maximum, n);
    m1.intoArray(maximum, n + LANES);
    return !z0.add(z1).test(VectorOperators.IS_NAN).anyTrue();
  }

  /// For each column n of which `maximum[n] > threshold[n]`, or is NaN: `rowOf[n]` becomes the
  /// first row where the strip has that maximum, and the threshold the maximum.
  ///
  /// A second look at the strip, because few columns are asked for: to carry the row along in
  /// [#maximum] costs the head as much for all columns as this for those above 0.
  ///
  /// @param maximum of [#maximum], over this strip and others before it
  /// @param threshold what was the maximum before this strip, or a larger number below which nobody
  ///   asks
  /// @param first added to every row
  public void firstMaximum(float[] maximum, float[] threshold, int first, int[] rowOf) {
    for (int n = 0; n < PANEL; n += LANES) {
      FloatVector m = FloatVector.fromArray(FLOATS, maximum, n);
      FloatVector t = FloatVector.fromArray(FLOATS, threshold, n);
      VectorMask<Float> asked = t.compare(VectorOperators.GE, m).not();
      if (asked.anyTrue()) {
        firstMaximum(n, m, asked, first, rowOf);
        t.blend(m, asked).intoArray(threshold, n);
      }
    }
  }

  private void firstMaximum(int n, FloatVector m, VectorMask<Float> asked, int first, int[] rowOf) {
    IntVector row = IntVector.broadcast(INTS, first);
    for (int r = rows - 1; r >= 0; r--) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, r * PANEL + n);
      row = row.blend(first + r, x.compare(VectorOperators.EQ, m).cast(INTS));
    }
    IntVector.fromArray(INTS, rowOf, n).blend(row, asked.cast(INTS)).intoArray(rowOf, n);
  }
}
