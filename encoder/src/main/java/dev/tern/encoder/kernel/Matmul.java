package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Objects;

/// Matrix products `A B^T`, a [Strip] at a time.
///
/// The caller loops over blocks of rows and over panels and does with each finished strip what the
/// layer asks for (bias, activation, maximum over rows) while it is in the first-level cache. The
/// order within: blocks of [#DEPTH] of the inner index, so that a slice of the panel stays in the
/// second-level cache, then tiles of 6 rows. Partial sums are kept in the strip as float32, the
/// same value that the register held, so that each element is one chain of fused multiply-adds
/// whatever the blocks.
public final class Matmul {
  /// Inner indices in a block: a slice of a panel is 96 KiB at 512 bits.
  private static final int DEPTH = 384;

  /// Rows that are computed at once: a matrix is best cut at multiples of it.
  public static final int TILE = 6;

  private Matmul() {}

  /// Computes `strip[r][n] = sum over k of a[row + r][column + k] b[panel PANEL + n][k]` for `r` in
  /// `[0, rows)`, `n` in `[0, PANEL)` and `k` in `[0, b.depth())`.
  ///
  /// @param rows at most [Strip#ROWS]
  public static void multiply(
      Matrix a, int row, int rows, int column, PackedMatrix b, int panel, Strip strip) {
    Objects.checkFromIndexSize(row, rows, a.rows());
    Objects.checkFromIndexSize(column, b.depth(), a.columns());
    Objects.checkIndex(panel, b.panels());
    strip.clear(rows);
    // A panel that fills only two of its four vectors, as an attention head of 32 does.
    boolean narrow = b.columns(panel) <= 2 * LANES;
    for (int k = 0; k < b.depth(); k += DEPTH) {
      int depth = Math.min(DEPTH, b.depth() - k);
      int a0 = a.offset(row) + column + k;
      int b0 = b.offset(panel) + k * PANEL;
      if (!b.isInt8()) {
        block(a.values(), a0, a.columns(), b.values(), b0, depth, strip, narrow);
      } else if (Int8Tiles.suits(rows)) {
        fewRows(a.values(), a0, a.columns(), b, b0, panel * PANEL, depth, strip);
      } else {
        float[] slice = strip.slice(DEPTH * PANEL);
        Int8Tiles.convert(b.int8Values(), b0, b.scales(), panel * PANEL, depth, slice);
        block(a.values(), a0, a.columns(), slice, 0, depth, strip, narrow);
      }
    }
  }

  private static void fewRows(
      float[] a, int a0, int stride, PackedMatrix b, int b0, int column, int depth, Strip strip) {
    byte[] q = b.int8Values();
    float[] scales = b.scales();
    float[] c = strip.values();
    int r = 0;
    for (; r + 4 <= strip.rows() && Simd.MANY_REGISTERS; r += 4) {
      int ar = a0 + r * stride;
      Int8Tiles.multiply4x4(a, ar, stride, q, b0, scales, column, depth, c, r * PANEL);
    }
    for (; r + 2 <= strip.rows(); r += 2) {
      int ar = a0 + r * stride;
      Int8Tiles.multiply2x4(a, ar, stride, q, b0, scales, column, depth, c, r * PANEL);
    }
    if (r < strip.rows()) {
      Int8Tiles.multiply1x4(a, a0 + r * stride, q, b0, scales, column, depth, c, r * PANEL);
    }
  }

  private static void block(
      float[] a, int a0, int stride, float[] b, int b0, int depth, Strip strip, boolean narrow) {
    float[] c = strip.values();
    int rows = strip.rows();
    int r = 0;
    for (; r + TILE <= rows; r += TILE) {
      int ar = a0 + r * stride;
      int cr = r * PANEL;
      if (narrow) {
        Tiles.multiply6x2(a, ar, stride, b, b0, depth, c, cr);
      } else if (Simd.MANY_REGISTERS) {
        Tiles.multiply6x4(a, ar, stride, b, b0, depth, c, cr);
      } else {
        Tiles.multiply6x2(a, ar, stride, b, b0, depth, c, cr);
        Tiles.multiply6x2(a, ar, stride, b, b0 + 2 * LANES, depth, c, cr + 2 * LANES);
      }
    }
    for (; r + 2 <= rows; r += 2) {
      Tiles.multiply2x4(a, a0 + r * stride, stride, b, b0, depth, c, r * PANEL);
    }
    if (r < rows) {
      Tiles.multiply1x4(a, a0 + r * stride, stride, b, b0, depth, c, r * PANEL);
    }
  }
}
