package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.BoundPanels.PANEL;
import static dev.tern.encoder.kernel.RowChunks.ROWS;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The innermost loops of [BoundPanels]: a few rows times a few vectors of columns, with one
/// accumulator register for each.
///
/// All return a bit for each column, set unless its elements of all rows are below 0:
///
/// `excess[at + n] + a[rest + r] b[b0 + n] + sum over k in [0, depth) of a[a0 + k ROWS + r] b[b0 +
/// (k + 1) PANEL + n]`
///
/// as one chain of fused multiply-adds. Signs are looked at as bits, one `and` for each
/// accumulator: a maximum of floats takes six instructions, since it has to care for NaN and for
/// the sign of 0.
///
/// Measured at 512 bits and a depth of 48: 4 x 4 does 250 GFLOP/s. 8 x 3 did 175, since one of its
/// 24 accumulators lived in memory: broadcasts are hoisted, and then 32 registers are too few.
final class BoundTiles {
  private BoundTiles() {}

  /// 4 rows by 4 vectors, for machines with 32 vector registers.
  static long above4x4(
      float[] a, int a0, int rest, float[] b, int b0, int depth, float[] excess, int at) {
    FloatVector y0 = FloatVector.fromArray(FLOATS, b, b0);
    FloatVector y1 = FloatVector.fromArray(FLOATS, b, b0 + LANES);
    FloatVector y2 = FloatVector.fromArray(FLOATS, b, b0 + 2 * LANES);
    FloatVector y3 = FloatVector.fromArray(FLOATS, b, b0 + 3 * LANES);
    FloatVector e0 = FloatVector.fromArray(FLOATS, excess, at);
    FloatVector e1 = FloatVector.fromArray(FLOATS, excess, at + LANES);
    FloatVector e2 = FloatVector.fromArray(FLOATS, excess, at + 2 * LANES);
    FloatVector e3 = FloatVector.fromArray(FLOATS, excess, at + 3 * LANES);
    FloatVector x0 = FloatVector.broadcast(FLOATS, a[rest]);
    FloatVector c00 = x0.fma(y0, e0);
    FloatVector c01 = x0.fma(y1, e1);
    FloatVector c02 = x0.fma(y2, e2);
    FloatVector c03 = x0.fma(y3, e3);
    FloatVector x1 = FloatVector.broadcast(FLOATS, a[rest + 1]);
    FloatVector c10 = x1.fma(y0, e0);
    FloatVector c11 = x1.fma(y1, e1);
    FloatVector c12 = x1.fma(y2, e2);
    FloatVector c13 = x1.fma(y3, e3);
    FloatVector x2 = FloatVector.broadcast(FLOATS, a[rest + 2]);
    FloatVector c20 = x2.fma(y0, e0);
    FloatVector c21 = x2.fma(y1, e1);
    FloatVector c22 = x2.fma(y2, e2);
    FloatVector c23 = x2.fma(y3, e3);
    FloatVector x3 = FloatVector.broadcast(FLOATS, a[rest + 3]);
    FloatVector c30 = x3.fma(y0, e0);
    FloatVector c31 = x3.fma(y1, e1);
    FloatVector c32 = x3.fma(y2, e2);
    FloatVector c33 = x3.fma(y3, e3);
    for (int k = 0; k < depth; k++) {
      int ak = a0 + k * ROWS;
      int bk = b0 + (k + 1) * PANEL;
      y0 = FloatVector.fromArray(FLOATS, b, bk);
      y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      y2 = FloatVector.fromArray(FLOATS, b, bk + 2 * LANES);
      y3 = FloatVector.fromArray(FLOATS, b, bk + 3 * LANES);
      x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      c02 = x0.fma(y2, c02);
      c03 = x0.fma(y3, c03);
      x1 = FloatVector.broadcast(FLOATS, a[ak + 1]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      c12 = x1.fma(y2, c12);
      c13 = x1.fma(y3, c13);
      x2 = FloatVector.broadcast(FLOATS, a[ak + 2]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      c22 = x2.fma(y2, c22);
      c23 = x2.fma(y3, c23);
      x3 = FloatVector.broadcast(FLOATS, a[ak + 3]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
      c32 = x3.fma(y2, c32);
      c33 = x3.fma(y3, c33);
    }
    IntVector s0 =
        c00.reinterpretAsInts()
            .and(c10.reinterpretAsInts())
            .and(c20.reinterpretAsInts())
            .and(c30.reinterpretAsInts());
    IntVector s1 =
        c01.reinterpretAsInts()
            .and(c11.reinterpretAsInts())
            .and(c21.reinterpretAsInts())
            .and(c31.reinterpretAsInts());
    IntVector s2 =
        c02.reinterpretAsInts()
            .and(c12.reinterpretAsInts())
            .and(c22.reinterpretAsInts())
            .and(c32.reinterpretAsInts());
    IntVector s3 =
        c03.reinterpretAsInts()
            .and(c13.reinterpretAsInts())
            .and(c23.reinterpretAsInts())
            .and(c33.reinterpretAsInts());
    long m0 = s0.compare(VectorOperators.GE, 0).toLong();
    long m1 = s1.compare(VectorOperators.GE, 0).toLong();
    long m2 = s2.compare(VectorOperators.GE, 0).toLong();
    long m3 = s3.compare(VectorOperators.GE, 0).toLong();
    return m0 | (m1 << (1 * LANES)) | (m2 << (2 * LANES)) | (m3 << (3 * LANES));
  }

  /// 4 rows by 2 vectors, for machines with 16 vector registers.
  static long above4x2(
      float[] a, int a0, int rest, float[] b, int b0, int depth, float[] excess, int at) {
    FloatVector y0 = FloatVector.fromArray(FLOATS, b, b0);
    FloatVector y1 = FloatVector.fromArray(FLOATS, b, b0 + LANES);
    FloatVector e0 = FloatVector.fromArray(FLOATS, excess, at);
    FloatVector e1 = FloatVector.fromArray(FLOATS, excess, at + LANES);
    FloatVector x0 = FloatVector.broadcast(FLOATS, a[rest]);
    FloatVector c00 = x0.fma(y0, e0);
    FloatVector c01 = x0.fma(y1, e1);
    FloatVector x1 = FloatVector.broadcast(FLOATS, a[rest + 1]);
    FloatVector c10 = x1.fma(y0, e0);
    FloatVector c11 = x1.fma(y1, e1);
    FloatVector x2 = FloatVector.broadcast(FLOATS, a[rest + 2]);
    FloatVector c20 = x2.fma(y0, e0);
    FloatVector c21 = x2.fma(y1, e1);
    FloatVector x3 = FloatVector.broadcast(FLOATS, a[rest + 3]);
    FloatVector c30 = x3.fma(y0, e0);
    FloatVector c31 = x3.fma(y1, e1);
    for (int k = 0; k < depth; k++) {
      int ak = a0 + k * ROWS;
      int bk = b0 + (k + 1) * PANEL;
      y0 = FloatVector.fromArray(FLOATS, b, bk);
      y1 = FloatVector.fromArray(FLOATS, b, bk + LANES);
      x0 = FloatVector.broadcast(FLOATS, a[ak]);
      c00 = x0.fma(y0, c00);
      c01 = x0.fma(y1, c01);
      x1 = FloatVector.broadcast(FLOATS, a[ak + 1]);
      c10 = x1.fma(y0, c10);
      c11 = x1.fma(y1, c11);
      x2 = FloatVector.broadcast(FLOATS, a[ak + 2]);
      c20 = x2.fma(y0, c20);
      c21 = x2.fma(y1, c21);
      x3 = FloatVector.broadcast(FLOATS, a[ak + 3]);
      c30 = x3.fma(y0, c30);
      c31 = x3.fma(y1, c31);
    }
    IntVector s0 =
        c00.reinterpretAsInts()
            .and(c10.reinterpretAsInts())
            .and(c20.reinterpretAsInts())
            .and(c30.reinterpretAsInts());
    IntVector s1 =
        c01.reinterpretAsInts()
            .and(c11.reinterpretAsInts())
            .and(c21.reinterpretAsInts())
            .and(c31.reinterpretAsInts());
    long m0 = s0.compare(VectorOperators.GE, 0).toLong();
    long m1 = s1.compare(VectorOperators.GE, 0).toLong();
    return m0 | (m1 << (1 * LANES));
  }
}
