package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The exponential function of numbers that are not positive.
///
/// `e^x = 2^n e^r` with `n = round(x / ln 2)` and `r = x - n ln 2`, which is taken off in two parts
/// so that the error of `ln 2` does not show. `e^r = 1 + r + r^2 Q(r)` for `|r| <= ln 2 / 2`, where
/// Q is the minimax polynomial of degree 4 (relative error of the sum 3.1e-9, found with the Remez
/// algorithm). Below [#SMALLEST], where the result is no normal float32, it is 0.
///
/// A polynomial of our own, since those of the platforms differ in the last bit; within 1 ulp.
final class Exp {
  /// `ln(2^-126)`, rounded towards 0.
  static final float SMALLEST = -87.3365f;

  private static final float LOG2_E = 1.442695f;

  /// ln 2 = HIGH + LOW; HIGH has 9 bits, so that n HIGH is exact.
  private static final float LN2_HIGH = 0.6933594f;

  private static final float LN2_LOW = -2.1219444e-4f;

  /// 1.5 x 2^23: adding it to a number below 2^22 rounds to the nearest integer, which then stands
  /// in the low bits.
  private static final float ROUND = 12582912f;

  private static final float C2 = 0.49999994f;
  private static final float C3 = 0.16666521f;
  private static final float C4 = 0.04166839f;
  private static final float C5 = 0.008368717f;
  private static final float C6 = 0.0013814601f;

  private Exp() {}

  /// `e^x` for `x <= 0`; NaN for NaN. Small enough that the compiler always inlines it.
  static FloatVector of(FloatVector x) {
    FloatVector shifted = x.fma(vector(LOG2_E), vector(ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(vector(-LN2_LOW), n.fma(vector(-LN2_HIGH), x));
    // In pairs (Estrin 1960): a chain of all steps would be twice as long.
    FloatVector r2 = r.mul(r);
    FloatVector high = r2.fma(vector(C6), r.fma(vector(C5), vector(C4)));
    FloatVector q = high.fma(r2, r.fma(vector(C3), vector(C2)));
    FloatVector e = q.fma(r2, r).add(1f);
    // 2^n is added to the exponent field.
    return e.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats()
        .blend(vector(0f), x.lt(SMALLEST));
  }

  private static FloatVector vector(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
