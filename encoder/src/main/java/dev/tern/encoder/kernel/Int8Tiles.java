package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// What [Tiles] are for weights in float32, for weights in int8: `b[n][k] = scale[n] q[n][k]`,
/// rounded to float32, in panels as [PackedMatrix] has them.
///
/// A product of a few rows takes as long as reading the weights, and these are a quarter of the
/// bytes: its tiles convert in the loop. For more rows a slice of a panel is converted once, into
/// scratch in the second-level cache, and multiplied as if it had been float32 all along. Both
/// compute the same chains of fused multiply-adds over the same float32 weights, so that results
/// are those of the converted weights, bit for bit.
final class Int8Tiles {
  /// The most rows whose product converts in the loop.
  static final int FEW_ROWS = 16;

  /// As many bytes as a vector has floats. There is no vector of 4 bytes.
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

  private static final boolean WIDE = LANES * Byte.SIZE >= 64;

  private Int8Tiles() {}

  /// Whether a product of so many rows is one for [#multiply].
  static boolean suits(int rows) {
    return WIDE && rows <= FEW_ROWS;
  }

  /// `to[k PANEL + n] = scales[scale + n] q[from + k PANEL + n]` for `k` in `[0, depth)`.
  static void convert(byte[] q, int from, float[] scales, int scale, int depth, float[] to) {
    if (!WIDE) {
      for (int i = 0; i < depth * PANEL; i++) {
        to[i] = scales[scale + i % PANEL] * q[from + i];
      }
      return;
    }
    FloatVector s0 = FloatVector.fromArray(FLOATS, scales, scale);
    FloatVector s1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
    FloatVector s2 = FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES);
    for (int i = 0; i < depth * PANEL; i += PANEL) {
      floats(q, from + i).mul(s0).intoArray(to, i);
      floats(q, from + i + LANES).mul(s1).intoArray(to, i + LANES);
      floats(q, from + i + 2 * LANES).mul(s2).intoArray(to, i + 2 * LANES);
      floats(q, from + i + 3 * LANES).mul(s3).intoArray(to, i + 3 * LANES);
    }
  }

  private static FloatVector floats(byte[] q, int at) {
    return (FloatVector)
        ByteVector.fromArray(BYTES, q, at).convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  /// Four rows by a panel, for machines with 32 vector registers; otherwise as [Tiles#multiply2x4].
  static void multiply4x4(
      float[] a,
      int a0,
      int stride,
      byte[] q,
      int from,
      float[] scales,
      int scale,
      int depth,
      float[] c,
      int to) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    FloatVector s0 = FloatVector.fromArray(FLOATS, scales, scale);
    FloatVector s1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
    FloatVector s2 = FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES);
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
    for (int k = 0; k < depth; k++) {
      int qk = from + k * PANEL;
      FloatVector y0 = floats(q, qk).mul(s0);
      FloatVector y1 = floats(q, qk + LANES).mul(s1);
      FloatVector y2 = floats(q, qk + 2 * LANES).mul(s2);
      FloatVector y3 = floats(q, qk + 3 * LANES).mul(s3);
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

  /// Two rows by a panel, otherwise as [Tiles#multiply2x4].
  static void multiply2x4(
      float[] a,
      int a0,
      int stride,
      byte[] q,
      int from,
      float[] scales,
      int scale,
      int depth,
      float[] c,
      int to) {
    int a1 = a0 + stride;
    FloatVector s0 = FloatVector.fromArray(FLOATS, scales, scale);
    FloatVector s1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
    FloatVector s2 = FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES);
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, to);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, to + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, c, to + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(FLOATS, c, to + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, c, to + PANEL);
    FloatVector c11 = FloatVector.fromArray(FLOATS, c, to + PANEL + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, c, to + PANEL + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(FLOATS, c, to + PANEL + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int qk = from + k * PANEL;
      FloatVector y0 = floats(q, qk).mul(s0);
      FloatVector y1 = floats(q, qk + LANES).mul(s1);
      FloatVector y2 = floats(q, qk + 2 * LANES).mul(s2);
      FloatVector y3 = floats(q, qk + 3 * LANES).mul(s3);
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

  /// One row by a panel, otherwise as [Tiles#multiply1x4].
  static void multiply1x4(
      float[] a,
      int a0,
      byte[] q,
      int from,
      float[] scales,
      int scale,
      int depth,
      float[] c,
      int to) {
    FloatVector s0 = FloatVector.fromArray(FLOATS, scales, scale);
    FloatVector s1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
    FloatVector s2 = FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES);
    FloatVector c0 = FloatVector.fromArray(FLOATS, c, to);
    FloatVector c1 = FloatVector.fromArray(FLOATS, c, to + LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, c, to + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, c, to + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      int qk = from + k * PANEL;
      FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c0 = x.fma(floats(q, qk).mul(s0), c0);
      c1 = x.fma(floats(q, qk + LANES).mul(s1), c1);
      c2 = x.fma(floats(q, qk + 2 * LANES).mul(s2), c2);
      c3 = x.fma(floats(q, qk + 3 * LANES).mul(s3), c3);
    }
    c0.intoArray(c, to);
    c1.intoArray(c, to + LANES);
    c2.intoArray(c, to + 2 * LANES);
    c3.intoArray(c, to + 3 * LANES);
  }
}
