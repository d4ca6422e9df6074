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
  private static final int TILE = 6;
  private static final int SMALL_TILE = 4;
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
    multiply(a, row, rows, b, panel, bias, from, strip.values(), 0);
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
    Objects.checkFromIndexSize(row, rows, a.rows());
    Objects.checkIndex(panel, b.panels());
    Objects.checkFromIndexSize(from, PANEL, bias.length);
    if (a.depth() != b.depth()) {
      throw new IllegalArgumentException(
          "a product needs one depth: left=" + a.depth() + " right=" + b.depth());
    }
    // A panel that fills only two of its four vectors, as an attention head of 32 does.
    boolean narrow = b.columns(panel) <= 2 * LANES;
    for (int k = 0; k < b.depth(); k += DEPTH) {
      int depth = Math.min(DEPTH, b.depth() - k);
      int a0 = a.offset(row, k);
      int b0 = b.offset(panel) + k * PANEL;
      boolean first = k == 0;
      float[] s = first ? bias : c;
      int s0 = first ? from : c0;
      int step = first ? 0 : PANEL;
      if (narrow) {
        halves(a.values(), a0, b.values(), b0, depth, s, s0, step, c, c0, rows);
      } else if (Simd.MANY_REGISTERS) {
        block(a.values(), a0, b.values(), b0, depth, s, s0, step, c, c0, rows);
      } else {
        int half = 2 * LANES;
        halves(a.values(), a0, b.values(), b0, depth, s, s0, step, c, c0, rows);
        halves(
            a.values(), a0, b.values(), b0 + half, depth, s, s0 + half, step, c, c0 + half, rows);
      }
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
  private static int largeTiles(int rows) {
    int even = Math.max(SMALL_TILE, rows + rows % 2);
    int small = (TILE - even % TILE) % TILE / 2;
    return even - small * SMALL_TILE;
  }
}
