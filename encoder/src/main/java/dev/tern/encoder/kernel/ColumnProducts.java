package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedColumns.STRIDE;
import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.PackedRows.DEPTH;
import static dev.tern.encoder.kernel.Simd.LANES;

/// Products `A^T B`, sums of outer products of rows, a [Strip] at a time: what the gradient of a
/// weight is, `dW = dY^T X`.
///
/// The same tiles and blocks as in [Matmul], with the left-hand side of [PackedColumns].
public final class ColumnProducts {
  private static final float[] ZEROS = new float[PANEL];

  private ColumnProducts() {}

  /// Computes `strip[c][n] = sum over k of a[k][c] b[panel PANEL + n][k]` for all columns c of `a`,
  /// `n` in `[0, PANEL)` and `k` in `[0, b.depth())`, each as one chain of fused multiply-adds.
  public static void multiply(PackedColumns a, PackedMatrix b, int panel, Strip strip) {
    if (a.depth() != b.depth() || b.isInt8()) {
      throw new IllegalArgumentException(
          "a product needs one depth, and floats: left="
              + a.depth()
              + " right="
              + b.depth()
              + " isInt8="
              + b.isInt8());
    }
    strip.begin(a.columns());
    boolean narrow = b.columns(panel) <= 2 * LANES;
    float[] c = strip.values();
    for (int k = 0; k < b.depth(); k += DEPTH) {
      int depth = Math.min(DEPTH, b.depth() - k);
      float[] s = k == 0 ? ZEROS : c;
      int step = k == 0 ? 0 : PANEL;
      int b0 = b.offset(panel) + k * PANEL;
      int rows = a.columns();
      if (narrow) {
        halves(a.values(), k * STRIDE, b.values(), b0, depth, s, 0, step, c, 0, rows);
      } else if (Simd.MANY_REGISTERS) {
        block(a.values(), k * STRIDE, b.values(), b0, depth, s, step, c, rows);
      } else {
        int half = 2 * LANES;
        halves(a.values(), k * STRIDE, b.values(), b0, depth, s, 0, step, c, 0, rows);
        halves(a.values(), k * STRIDE, b.values(), b0 + half, depth, s, half, step, c, half, rows);
      }
    }
  }

  private static void block(
      float[] a, int a0, float[] b, int b0, int depth, float[] s, int step, float[] c, int rows) {
    int large = Matmul.largeTiles(rows);
    int r = 0;
    for (; r < large; r += Matmul.TILE) {
      ColumnTiles.multiply6x4(a, a0 + r, b, b0, depth, s, r * step, step, c, r * PANEL);
    }
    for (; r < rows; r += Matmul.SMALL_TILE) {
      ColumnTiles.multiply4x4(a, a0 + r, b, b0, depth, s, r * step, step, c, r * PANEL);
    }
  }

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
    int large = Matmul.largeTiles(rows);
    int r = 0;
    for (; r < large; r += Matmul.TILE) {
      ColumnTiles.multiply6x2(a, a0 + r, b, b0, depth, s, s0 + r * step, step, c, c0 + r * PANEL);
    }
    for (; r < rows; r += Matmul.SMALL_TILE) {
      ColumnTiles.multiply4x2(a, a0 + r, b, b0, depth, s, s0 + r * step, step, c, c0 + r * PANEL);
    }
  }
}
