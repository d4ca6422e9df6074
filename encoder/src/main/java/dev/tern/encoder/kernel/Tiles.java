package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of a matrix product: a few rows times a few vectors of columns, with one
/// accumulator register for each.
///
/// All compute, for `r` in `[0, R)` and `n` in `[0, N)`,
///
/// `c[to + r PANEL + n] += sum over k in [0, depth) of a[a0 + r stride + k] b[from + k PANEL + n]`
///
/// as one chain of fused multiply-adds in ascending `k`, starting from what `c` holds. A step over
/// `k` loads the vectors of `b` once and broadcasts one element of each row of `a`.
///
/// The bodies are long because they are unrolled by hand: an accumulator that is an element of an
/// array would live in memory. The loads of `b` are named before their use, the broadcasts are not
/// kept: 6 x 4 then takes 24 + 4 + 1 of 32 registers, 6 x 2 takes 12 + 2 + 1 of 16. Positions are
/// plain numbers, since an object to hold them would have to be made for each tile. Ranges are the
/// duty of [Matmul].
///
/// Measured on one core of a Zen 5 server whose clock varies, products of 128 to 1,536: 6 x 4 does
/// 250 to 270 GFLOP/s at 512 bits and 135 to 140 at 256 bits, 6 x 2 with 16 registers 132 to 138.
final class Tiles {
  private Tiles() {}

  /// 6 rows by 4 vectors, for machines with 32 vector registers.
  static void multiply6x4(
      float[] a, int a0, int stride, float[] b, int from, int depth, float[] c, int to) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int a4 = a3 + stride;
    int a5 = a4 + stride;
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, to);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, to + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, c, to + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(FLOATS, c, to + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, c, to + PANEL);
    FloatVector c11 = FloatVector.fromArray(FLOATS, c, to + PANEL + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, c, to + PANEL + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(FLOATS, c, to + PANEL + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, c, to + 2 * PANEL);
    FloatVector c21 = FloatVector.fromArray(FLOATS, c, to + 2 * PANEL + LANES);
    FloatVector c22 = FloatVector.fromArray(FLOATS, c, to + 2 * PANEL + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(FLOATS, c, to + 2 * PANEL + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, c, to + 3 * PANEL);
    FloatVector c31 = FloatVector.fromArray(FLOATS, c, to + 3 * PANEL + LANES);
    FloatVector c32 = FloatVector.fromArray(FLOATS, c, to + 3 * PANEL + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(FLOATS, c, to + 3 * PANEL + 3 * LANES);
    FloatVector c40 = FloatVector.fromArray(FLOATS, c, to + 4 * PANEL);
    FloatVector c41 = FloatVector.fromArray(FLOATS, c, to + 4 * PANEL + LANES);
    FloatVector c42 = FloatVector.fromArray(FLOATS, c, to + 4 * PANEL + 2 * LANES);
    FloatVector c43 = FloatVector.fromArray(FLOATS, c, to + 4 * PANEL + 3 * LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, c, to + 5 * PANEL);
    FloatVector c51 = FloatVector.fromArray(FLOATS, c, to + 5 * PANEL + LANES);
    FloatVector c52 = FloatVector.fromArray(FLOATS, c, to + 5 * PANEL + 2 * LANES);
    FloatVector c53 = FloatVector.fromArray(FLOATS, c, to + 5 * PANEL + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector y2 = FloatVector.fromArray(FLOATS, b, bk + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(FLOATS, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      c02 = x0.fma(y2, c02);
      c03 = x0.fma(y3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + k]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      c22 = x2.fma(y2, c22);
      c23 = x2.fma(y3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + k]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      c32 = x3.fma(y2, c32);
      c33 = x3.fma(y3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + k]);
      c40 = x4.fma(y0, c40);
      c41 = x4.fma(y1, c41);
      c42 = x4.fma(y2, c42);
      c43 = x4.fma(y3, c43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a5 + k]);
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

  /// 6 rows by 2 vectors, for machines with 16 vector registers and for narrow panels.
  static void multiply6x2(
      float[] a, int a0, int stride, float[] b, int from, int depth, float[] c, int to) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int a4 = a3 + stride;
    int a5 = a4 + stride;
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, to);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, to + LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, c, to + PANEL);
    FloatVector c11 = FloatVector.fromArray(FLOATS, c, to + PANEL + LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, c, to + 2 * PANEL);
    FloatVector c21 = FloatVector.fromArray(FLOATS, c, to + 2 * PANEL + LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, c, to + 3 * PANEL);
    FloatVector c31 = FloatVector.fromArray(FLOATS, c, to + 3 * PANEL + LANES);
    FloatVector c40 = FloatVector.fromArray(FLOATS, c, to + 4 * PANEL);
    FloatVector c41 = FloatVector.fromArray(FLOATS, c, to + 4 * PANEL + LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, c, to + 5 * PANEL);
    FloatVector c51 = FloatVector.fromArray(FLOATS, c, to + 5 * PANEL + LANES);
    for (int k = 0; k < depth; k++) {
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + k]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + k]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + k]);
      c40 = x4.fma(y0, c40);
      c41 = x4.fma(y1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a5 + k]);
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

  /// 2 rows by 4 vectors, for the rows that 6 leave over.
  static void multiply2x4(
      float[] a, int a0, int stride, float[] b, int from, int depth, float[] c, int to) {
    int a1 = a0 + stride;
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, to);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, to + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, c, to + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(FLOATS, c, to + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, c, to + PANEL);
    FloatVector c11 = FloatVector.fromArray(FLOATS, c, to + PANEL + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, c, to + PANEL + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(FLOATS, c, to + PANEL + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector y2 = FloatVector.fromArray(FLOATS, b, bk + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(FLOATS, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      c02 = x0.fma(y2, c02);
      c03 = x0.fma(y3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c02.intoArray(c, to + 2 * LANES);
    c03.intoArray(c, to + 3 * LANES);
    c10.intoArray(c, to + PANEL);
    c11.intoArray(c, to + PANEL + LANES);
    c12.intoArray(c, to + PANEL + 2 * LANES);
    c13.intoArray(c, to + PANEL + 3 * LANES);
  }

  /// 1 row by 4 vectors, for the last row.
  static void multiply1x4(
      float[] a, int a0, int stride, float[] b, int from, int depth, float[] c, int to) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, to);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, to + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, c, to + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(FLOATS, c, to + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector y2 = FloatVector.fromArray(FLOATS, b, bk + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(FLOATS, b, bk + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      c02 = x0.fma(y2, c02);
      c03 = x0.fma(y3, c03);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c02.intoArray(c, to + 2 * LANES);
    c03.intoArray(c, to + 3 * LANES);
  }
}
