package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedColumns.STRIDE;
import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of a product `A^T B`: as [Tiles], with the left-hand side as [PackedColumns]
/// has it, `a[row + k STRIDE + r]` in place of `a[row + r STRIDE + k]`.
///
/// Tried: to transpose the left-hand side for [Tiles] instead, which moves one number at a time. It
/// took 1.23 of the time for 7,680 rows of 128 by 128 columns, 1.49 for the 256 by 256 by 64 of an
/// attention head, and 1.03 for 4,096 rows of 384 by 1,536.
final class ColumnTiles {
  private ColumnTiles() {}

  /// 6 rows by 4 vectors, for machines with 32 vector registers.
  static void multiply6x4(
      float[] a,
      int row,
      float[] b,
      int from,
      int depth,
      float[] s,
      int start,
      int step,
      float[] c,
      int to) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, s, start);
    FloatVector c01 = FloatVector.fromArray(FLOATS, s, start + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, s, start + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(FLOATS, s, start + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, s, start + step);
    FloatVector c11 = FloatVector.fromArray(FLOATS, s, start + step + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, s, start + step + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(FLOATS, s, start + step + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, s, start + 2 * step);
    FloatVector c21 = FloatVector.fromArray(FLOATS, s, start + 2 * step + LANES);
    FloatVector c22 = FloatVector.fromArray(FLOATS, s, start + 2 * step + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(FLOATS, s, start + 2 * step + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, s, start + 3 * step);
    FloatVector c31 = FloatVector.fromArray(FLOATS, s, start + 3 * step + LANES);
    FloatVector c32 = FloatVector.fromArray(FLOATS, s, start + 3 * step + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(FLOATS, s, start + 3 * step + 3 * LANES);
    FloatVector c40 = FloatVector.fromArray(FLOATS, s, start + 4 * step);
    FloatVector c41 = FloatVector.fromArray(FLOATS, s, start + 4 * step + LANES);
    FloatVector c42 = FloatVector.fromArray(FLOATS, s, start + 4 * step + 2 * LANES);
    FloatVector c43 = FloatVector.fromArray(FLOATS, s, start + 4 * step + 3 * LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, s, start + 5 * step);
    FloatVector c51 = FloatVector.fromArray(FLOATS, s, start + 5 * step + LANES);
    FloatVector c52 = FloatVector.fromArray(FLOATS, s, start + 5 * step + 2 * LANES);
    FloatVector c53 = FloatVector.fromArray(FLOATS, s, start + 5 * step + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int ak = row + k * STRIDE;
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector y2 = FloatVector.fromArray(FLOATS, b, bk + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(FLOATS, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      c02 = x0.fma(y2, c02);
      c03 = x0.fma(y3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + 1]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      c22 = x2.fma(y2, c22);
      c23 = x2.fma(y3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      c32 = x3.fma(y2, c32);
      c33 = x3.fma(y3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[ak + 4]);
      c40 = x4.fma(y0, c40);
      c41 = x4.fma(y1, c41);
      c42 = x4.fma(y2, c42);
      c43 = x4.fma(y3, c43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[ak + 5]);
      c50 = x5.fma(y0, c50);
      c51 = x5.fma(y1, c51);
      c52 = x5.fma(y2, c52);
      c53 = x5.fma(y3, c53);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c02.intoArray(c, to + 2 * LANES);
    c03.intoArray(c, to + 3 * LANES);
    c10.intoArray(c, to + PANEL);
    c11.intoArray(c, to + PANEL + LANES);
    c12.intoArray(c, to + PANEL + 2 * LANES);
    c13.intoArray(c, to + PANEL + 3 * LANES);
    c20.intoArray(c, to + 2 * PANEL);
    c21.intoArray(c, to + 2 * PANEL + LANES);
    c22.intoArray(c, to + 2 * PANEL + 2 * LANES);
    c23.intoArray(c, to + 2 * PANEL + 3 * LANES);
    c30.intoArray(c, to + 3 * PANEL);
    c31.intoArray(c, to + 3 * PANEL + LANES);
    c32.intoArray(c, to + 3 * PANEL + 2 * LANES);
    c33.intoArray(c, to + 3 * PANEL + 3 * LANES);
    c40.intoArray(c, to + 4 * PANEL);
    c41.intoArray(c, to + 4 * PANEL + LANES);
    c42.intoArray(c, to + 4 * PANEL + 2 * LANES);
    c43.intoArray(c, to + 4 * PANEL + 3 * LANES);
    c50.intoArray(c, to + 5 * PANEL);
    c51.intoArray(c, to + 5 * PANEL + LANES);
    c52.intoArray(c, to + 5 * PANEL + 2 * LANES);
    c53.intoArray(c, to + 5 * PANEL + 3 * LANES);
  }

  /// 4 rows by 4 vectors, for the rows that 6 leave over.
  static void multiply4x4(
      float[] a,
      int row,
      float[] b,
      int from,
      int depth,
      float[] s,
      int start,
      int step,
      float[] c,
      int to) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, s, start);
    FloatVector c01 = FloatVector.fromArray(FLOATS, s, start + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, s, start + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(FLOATS, s, start + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, s, start + step);
    FloatVector c11 = FloatVector.fromArray(FLOATS, s, start + step + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, s, start + step + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(FLOATS, s, start + step + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, s, start + 2 * step);
    FloatVector c21 = FloatVector.fromArray(FLOATS, s, start + 2 * step + LANES);
    FloatVector c22 = FloatVector.fromArray(FLOATS, s, start + 2 * step + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(FLOATS, s, start + 2 * step + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, s, start + 3 * step);
    FloatVector c31 = FloatVector.fromArray(FLOATS, s, start + 3 * step + LANES);
    FloatVector c32 = FloatVector.fromArray(FLOATS, s, start + 3 * step + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(FLOATS, s, start + 3 * step + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int ak = row + k * STRIDE;
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector y2 = FloatVector.fromArray(FLOATS, b, bk + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(FLOATS, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      c02 = x0.fma(y2, c02);
      c03 = x0.fma(y3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + 1]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      c22 = x2.fma(y2, c22);
      c23 = x2.fma(y3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      c32 = x3.fma(y2, c32);
      c33 = x3.fma(y3, c33);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c02.intoArray(c, to + 2 * LANES);
    c03.intoArray(c, to + 3 * LANES);
    c10.intoArray(c, to + PANEL);
    c11.intoArray(c, to + PANEL + LANES);
    c12.intoArray(c, to + PANEL + 2 * LANES);
    c13.intoArray(c, to + PANEL + 3 * LANES);
    c20.intoArray(c, to + 2 * PANEL);
    c21.intoArray(c, to + 2 * PANEL + LANES);
    c22.intoArray(c, to + 2 * PANEL + 2 * LANES);
    c23.intoArray(c, to + 2 * PANEL + 3 * LANES);
    c30.intoArray(c, to + 3 * PANEL);
    c31.intoArray(c, to + 3 * PANEL + LANES);
    c32.intoArray(c, to + 3 * PANEL + 2 * LANES);
    c33.intoArray(c, to + 3 * PANEL + 3 * LANES);
  }

  /// 6 rows by 2 vectors, for machines with 16 vector registers and for narrow panels.
  static void multiply6x2(
      float[] a,
      int row,
      float[] b,
      int from,
      int depth,
      float[] s,
      int start,
      int step,
      float[] c,
      int to) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, s, start);
    FloatVector c01 = FloatVector.fromArray(FLOATS, s, start + LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, s, start + step);
    FloatVector c11 = FloatVector.fromArray(FLOATS, s, start + step + LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, s, start + 2 * step);
    FloatVector c21 = FloatVector.fromArray(FLOATS, s, start + 2 * step + LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, s, start + 3 * step);
    FloatVector c31 = FloatVector.fromArray(FLOATS, s, start + 3 * step + LANES);
    FloatVector c40 = FloatVector.fromArray(FLOATS, s, start + 4 * step);
    FloatVector c41 = FloatVector.fromArray(FLOATS, s, start + 4 * step + LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, s, start + 5 * step);
    FloatVector c51 = FloatVector.fromArray(FLOATS, s, start + 5 * step + LANES);
    for (int k = 0; k < depth; k++) {
      int ak = row + k * STRIDE;
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + 1]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[ak + 4]);
      c40 = x4.fma(y0, c40);
      c41 = x4.fma(y1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[ak + 5]);
      c50 = x5.fma(y0, c50);
      c51 = x5.fma(y1, c51);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c10.intoArray(c, to + PANEL);
    c11.intoArray(c, to + PANEL + LANES);
    c20.intoArray(c, to + 2 * PANEL);
    c21.intoArray(c, to + 2 * PANEL + LANES);
    c30.intoArray(c, to + 3 * PANEL);
    c31.intoArray(c, to + 3 * PANEL + LANES);
    c40.intoArray(c, to + 4 * PANEL);
    c41.intoArray(c, to + 4 * PANEL + LANES);
    c50.intoArray(c, to + 5 * PANEL);
    c51.intoArray(c, to + 5 * PANEL + LANES);
  }

  /// 4 rows by 2 vectors, for the rows that 6 leave over.
  static void multiply4x2(
      float[] a,
      int row,
      float[] b,
      int from,
      int depth,
      float[] s,
      int start,
      int step,
      float[] c,
      int to) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, s, start);
    FloatVector c01 = FloatVector.fromArray(FLOATS, s, start + LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, s, start + step);
    FloatVector c11 = FloatVector.fromArray(FLOATS, s, start + step + LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, s, start + 2 * step);
    FloatVector c21 = FloatVector.fromArray(FLOATS, s, start + 2 * step + LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, s, start + 3 * step);
    FloatVector c31 = FloatVector.fromArray(FLOATS, s, start + 3 * step + LANES);
    for (int k = 0; k < depth; k++) {
      int ak = row + k * STRIDE;
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + 1]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c10.intoArray(c, to + PANEL);
    c11.intoArray(c, to + PANEL + LANES);
    c20.intoArray(c, to + 2 * PANEL);
    c21.intoArray(c, to + 2 * PANEL + LANES);
    c30.intoArray(c, to + 3 * PANEL);
    c31.intoArray(c, to + 3 * PANEL + LANES);
  }
}
