package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.PackedRows.DEPTH;
import static dev.tern.encoder.kernel.PackedRows.STRIDE;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;

/// Matrix products `A B^T`, a [Strip] at a time.
///
/// The caller loops over blocks of rows and over panels and does with each finished strip what the
/// layer asks for (activation, residual, maximum over rows) while it is in a near cache. The order
/// within: blocks of [PackedRows#DEPTH] of the inner index, so that a slice of the panel stays in
/// the second-level cache, then tiles of 6 rows. Partial sums are kept in the strip as float32, the
/// same value that the register held, so that each element is one chain of fused multiply-adds
/// whatever the blocks.
public final class Matmul {
  /// Rows that are computed at once: a matrix is best cut at multiples of it.
  public static final int TILE = 6;

  static final int SMALL_TILE = 4;
  private static final float[] ZEROS = new float[PANEL];

  private Matmul() {}

  /// Computes `strip[r][n] = sum over k of a[row + r][k] b[panel PANEL + n][k]` for `r` in `[0,
  /// rows)`, `n` in `[0, PANEL)` and `k` in `[0, b.depth())`.
  ///
  /// @param rows at most [Strip#ROWS]
  public static void multiply(
      PackedRows a, int row, int rows, PackedMatrix b, int panel, Strip strip) {
    multiply(a, row, rows, b, panel, ZEROS, 0, strip);
  }

  /// As the other for rows and columns of a matrix, `a[row + r][column + k]`, which are packed
  /// first: for products with few panels.
  public static void multiply(
      Matrix a, int row, int rows, int column, PackedMatrix b, int panel, Strip strip) {
    strip.left().pack(a, row, rows, column, b.depth());
    multiply(strip.left(), 0, rows, b, panel, strip);
  }

  /// As the first, with chains that begin with `bias[from + n]` instead of 0.
  public static void multiply(
      PackedRows a,
      int row,
      int rows,
      PackedMatrix b,
      int panel,
      float[] bias,
      int from,
      Strip strip) {
    strip.begin(rows);
    if (b.isInt8()) {
      multiplyInt8(a, row, rows, b, panel, bias, from, strip);
    } else {
      multiply(a, row, rows, b, panel, bias, from, strip.values(), 0);
    }
  }

  /// As the first, with the product at `c[c0]` and following, [rows][PANEL]; up to 3 rows more are
  /// written.
  static void multiply(
      PackedRows a, int row, int rows, PackedMatrix b, int panel, float[] c, int c0) {
    multiply(a, row, rows, b, panel, ZEROS, 0, c, c0);
  }

  private static void multiply(
      PackedRows a,
      int row,
      int rows,
      PackedMatrix b,
      int panel,
      float[] bias,
      int from,
      float[] c,
      int c0) {
    check(a, row, rows, b, panel, bias, from);
    boolean narrow = isNarrow(b, panel);
    for (int k = 0; k < b.depth(); k += DEPTH) {
      int depth = Math.min(DEPTH, b.depth() - k);
      float[] s = k == 0 ? bias : c;
      int s0 = k == 0 ? from : c0;
      int step = k == 0 ? 0 : PANEL;
      int b0 = b.offset(panel) + k * PANEL;
      slice(a.values(), a.offset(row, k), b.values(), b0, depth, s, s0, step, c, c0, rows, narrow);
    }
  }

  private static void multiplyInt8(
      PackedRows a,
      int row,
      int rows,
      PackedMatrix b,
      int panel,
      float[] bias,
      int from,
      Strip strip) {
    check(a, row, rows, b, panel, bias, from);
    boolean narrow = isNarrow(b, panel);
    boolean few = Int8Tiles.suits(rows);
    float[] c = strip.values();
    for (int r = 0; few && r < rows; r++) {
      System.arraycopy(bias, from, c, r * PANEL, PANEL);
    }
    for (int k = 0; k < b.depth(); k += DEPTH) {
      int depth = Math.min(DEPTH, b.depth() - k);
      int a0 = a.offset(row, k);
      int b0 = b.offset(panel) + k * PANEL;
      if (few) {
        fewRows(a.values(), a0, b, b0, panel * PANEL, depth, c, rows);
      } else {
        float[] slice = strip.slice(DEPTH * PANEL);
        Int8Tiles.convert(b.int8Values(), b0, b.scales(), panel * PANEL, depth, slice);
        float[] s = k == 0 ? bias : c;
        int s0 = k == 0 ? from : 0;
        int step = k == 0 ? 0 : PANEL;
        slice(a.values(), a0, slice, 0, depth, s, s0, step, c, 0, rows, narrow);
      }
    }
  }

  private static void check(
      PackedRows a, int row, int rows, PackedMatrix b, int panel, float[] bias, int from) {
    Objects.checkFromIndexSize(row, rows, a.rows());
    Objects.checkIndex(panel, b.panels());
    Objects.checkFromIndexSize(from, PANEL, bias.length);
    if (a.depth() != b.depth()) {
      throw new IllegalArgumentException(
          "a product needs one depth: left=" + a.depth() + " right=" + b.depth());
    }
  }

  /// Whether a panel fills only two of its four vectors, as an attention head of 32 does.
  private static boolean isNarrow(PackedMatrix b, int panel) {
    return b.columns(panel) <= 2 * LANES;
  }

  private static void fewRows(
      float[] a, int a0, PackedMatrix b, int b0, int column, int depth, float[] c, int rows) {
    byte[] q = b.int8Values();
    float[] scales = b.scales();
    int r = 0;
    for (; r + 4 <= rows && Simd.MANY_REGISTERS; r += 4) {
      int ar = a0 + r * STRIDE;
      Int8Tiles.multiply4x4(a, ar, STRIDE, q, b0, scales, column, depth, c, r * PANEL);
    }
    for (; r + 2 <= rows; r += 2) {
      int ar = a0 + r * STRIDE;
      Int8Tiles.multiply2x4(a, ar, STRIDE, q, b0, scales, column, depth, c, r * PANEL);
    }
    if (r < rows) {
      Int8Tiles.multiply1x4(a, a0 + r * STRIDE, q, b0, scales, column, depth, c, r * PANEL);
    }
  }

  /// One slice of a panel with all rows.
  private static void slice(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int depth,
      float[] s,
      int s0,
      int step,
      float[] c,
      int c0,
      int rows,
      boolean narrow) {
    if (narrow) {
      halves(a, a0, b, b0, depth, s, s0, step, c, c0, rows);
    } else if (Simd.MANY_REGISTERS) {
      block(a, a0, b, b0, depth, s, s0, step, c, c0, rows);
    } else {
      int half = 2 * LANES;
      halves(a, a0, b, b0, depth, s, s0, step, c, c0, rows);
      halves(a, a0, b, b0 + half, depth, s, s0 + half, step, c, c0 + half, rows);
    }
  }

  /// One slice of a panel with all rows, in tiles of 6 x 4. What 6 leaves over is taken in tiles of
  /// 4, since fewer rows cannot hide the latency of a multiply-add; where no number of both fits,
  /// up to 3 rows more are computed, which nobody reads.
  private static void block(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int depth,
      float[] s,
      int s0,
      int step,
      float[] c,
      int c0,
      int rows) {
    int large = largeTiles(rows);
    int r = 0;
    for (; r < large; r += TILE) {
      Tiles.multiply6x4(
          a, a0 + r * STRIDE, b, b0, depth, s, s0 + r * step, step, c, c0 + r * PANEL);
    }
    for (; r < rows; r += SMALL_TILE) {
      Tiles.multiply4x4(
          a, a0 + r * STRIDE, b, b0, depth, s, s0 + r * step, step, c, c0 + r * PANEL);
    }
  }

  /// As [#block] for two vectors of the panel.
  private static void halves(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int depth,
      float[] s,
      int s0,
      int step,
      float[] c,
      int c0,
      int rows) {
    int large = largeTiles(rows);
    int r = 0;
    for (; r < large; r += TILE) {
      Tiles.multiply6x2(
          a, a0 + r * STRIDE, b, b0, depth, s, s0 + r * step, step, c, c0 + r * PANEL);
    }
    for (; r < rows; r += SMALL_TILE) {
      Tiles.multiply4x2(
          a, a0 + r * STRIDE, b, b0, depth, s, s0 + r * step, step, c, c0 + r * PANEL);
    }
  }

  /// How many of so many rows are computed in tiles of 6.
  static int largeTiles(int rows) {
    int even = Math.max(SMALL_TILE, rows + rows % 2);
    int small = (TILE - even % TILE) % TILE / 2;
    return even - small * SMALL_TILE;
  }
}
