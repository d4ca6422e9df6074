package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// `ln(1 + x)` of numbers that are not negative.
///
/// `u = 1 + x` is rounded; what is lost, `d = x - (u - 1)`, changes the logarithm by `d / u`. With
/// `u = 2^n m` and m in `[1 / sqrt 2, sqrt 2)`,
///
/// `ln u = n ln 2 + ln m`, `ln m = 2 (s + s^3 / 3 + s^5 / 5 + ...)`, `s = (m - 1) / (m + 1)`.
///
/// The series ends with `s^11`, which leaves out less than 1e-9 of the sum. Within 2 ulp, and the
/// same bits for every vector width, for each element is computed by itself.
public final class Log1p {
  /// ln 2 = HIGH + LOW; HIGH has 9 bits, so that n HIGH is exact.
  private static final float LN2_HIGH = 0.6933594f;

  private static final float LN2_LOW = -2.1219444e-4f;

  /// The bits of `sqrt(1 / 2)`, rounded: the exponent of `u` is cut so that m begins there.
  private static final int LEAST_MANTISSA = 0x3f3504f3;

  private static final int EXPONENT_BITS = 0xff800000;
  private static final int MANTISSA_WIDTH = 23;

  private static final float S3 = 2f / 3;
  private static final float S5 = 2f / 5;
  private static final float S7 = 2f / 7;
  private static final float S9 = 2f / 9;
  private static final float S11 = 2f / 11;

  private Log1p() {}

  /// `x <- ln(1 + x)` for every element; NaN for NaN, infinity for infinity.
  ///
  /// One loop that masks what is behind the end, because the compiler boxes the vectors of code
  /// that runs once a call.
  ///
  /// @param x none of them below 0
  public static void apply(float[] x) {
    for (int i = 0; i < x.length; i += LANES) {
      VectorMask<Float> inside = FLOATS.indexInRange(i, x.length);
      FloatVector v = FloatVector.fromArray(FLOATS, x, i, inside);
      FloatVector u = v.add(1f);
      FloatVector lost = v.sub(u.sub(1f)).div(u);
      IntVector bits = u.reinterpretAsInts();
      IntVector exponent = bits.sub(LEAST_MANTISSA).and(EXPONENT_BITS);
      FloatVector m = bits.sub(exponent).reinterpretAsFloats();
      FloatVector n =
          (FloatVector)
              exponent
                  .lanewise(VectorOperators.ASHR, MANTISSA_WIDTH)
                  .convert(VectorOperators.I2F, 0);
      FloatVector s = m.sub(1f).div(m.add(1f));
      FloatVector s2 = s.mul(s);
      FloatVector p = s2.fma(vector(S11), vector(S9));
      p = p.fma(s2, vector(S7)).fma(s2, vector(S5)).fma(s2, vector(S3));
      // From the smallest to the largest.
      FloatVector low = n.fma(vector(LN2_LOW), lost).add(p.mul(s2).mul(s));
      FloatVector y = n.fma(vector(LN2_HIGH), low.add(s.add(s)));
      // Of infinity all of the above is NaN.
      y.blend(v, v.eq(Float.POSITIVE_INFINITY)).intoArray(x, i, inside);
    }
  }

  private static FloatVector vector(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
