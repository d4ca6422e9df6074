package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.PackedRows.STRIDE;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of a matrix product: a few rows times a few vectors of columns, with one
/// accumulator register for each.
///
/// All compute, for `r` in `[0, R)` and `n` in `[0, N)`,
///
/// `c[to + r PANEL + n] = s[start + r step + n] + sum over k in [0, depth) of a[row + r STRIDE + k]
/// b[from + k PANEL + n]`
///
/// as one chain of fused multiply-adds in ascending `k` that begins with the element of `s`. A step
/// over `k` loads the vectors of `b` once and broadcasts one element of each row of `a`.
///
/// The bodies are long because they are unrolled by hand: an accumulator that is an element of an
/// array would live in memory. The loads of `b` are named before their use, the broadcasts are not
/// kept: 6 x 4 then takes 24 + 4 + 2 of 32 registers, 6 x 2 takes 12 + 2 + 1 of 16. Positions are
/// plain numbers, since an object to hold them would have to be made for each tile. Ranges are the
/// duty of [Matmul].
///
/// Measured on one core of a Zen 5 server that does 284 GFLOP/s in registers alone, 120 rows and
/// 384 inner indices: 6 x 4 does 281 GFLOP/s, 4 x 4 272. Machine code of the loop of 6 x 4: 24
/// multiply-adds, 10 loads, about 10 instructions on integers, two of which reload a pointer from
/// the stack; no vector is spilled. Two steps at once make the compiler load everything first and
/// spill (225); 12 x 2 and 8 x 3 are as fast as 6 x 4, but 12 x 2 slower (225 instead of 255) where
/// panels come from memory.
final class Tiles {
  private Tiles() {}

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
      int ak = row + k;
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
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + STRIDE]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2 * STRIDE]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      c22 = x2.fma(y2, c22);
      c23 = x2.fma(y3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3 * STRIDE]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      c32 = x3.fma(y2, c32);
      c33 = x3.fma(y3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[ak + 4 * STRIDE]);
      c40 = x4.fma(y0, c40);
      c41 = x4.fma(y1, c41);
      c42 = x4.fma(y2, c42);
      c43 = x4.fma(y3, c43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[ak + 5 * STRIDE]);
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
      int ak = row + k;
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
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + STRIDE]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2 * STRIDE]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      c22 = x2.fma(y2, c22);
      c23 = x2.fma(y3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3 * STRIDE]);
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
      int ak = row + k;
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + STRIDE]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2 * STRIDE]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3 * STRIDE]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[ak + 4 * STRIDE]);
      c40 = x4.fma(y0, c40);
      c41 = x4.fma(y1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[ak + 5 * STRIDE]);
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
      int ak = row + k;
      int bk = from + k * PANEL;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[ak + STRIDE]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[ak + 2 * STRIDE]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[ak + 3 * STRIDE]);
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
