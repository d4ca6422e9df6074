package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// Activation functions, each element by itself.
///
/// Both forms of GELU are written as
///
/// `gelu(x) = max(x, 0) - |x| F(-|x|)`
///
/// where F is the (exact or approximate) normal distribution function, since `x F(x) = x - x
/// F(-x)`. F is then only needed where it is small and has no cancellation: the result keeps its
/// relative accuracy for negative `x`, which `x / 2 (1 + erf(x / sqrt 2))` does not. The maximum is
/// a comparison and a choice: the method of that name takes six instructions to tell 0 from -0.
/// Arrays are a multiple of 16 long.
final class Pointwise {
  /// `F(-u) = e^(-u^2 / 2) t P(t)` with `t = 1 / (1 + T u)`, after the form of Abramowitz and
  /// Stegun 26.2.17 with a polynomial of degree 7 found with the Remez algorithm: relative error
  /// 5.0e-8 for `u` in `[0, 9]`, beyond which `u F(-u)` is below 1e-18.
  ///
  /// Vectors and not numbers: with a broadcast at each use, [#tail] is too long for the compiler to
  /// take it into a loop once it was compiled by itself, as it is where a small model is used
  /// before a larger one, and each call then makes objects.
  private static final FloatVector ONE = vector(1f);

  private static final FloatVector T = vector(0.3f);

  private static final FloatVector P0 = vector(0.1196055f);
  private static final FloatVector P1 = vector(0.121105686f);
  private static final FloatVector P2 = vector(0.097784f);
  private static final FloatVector P3 = vector(0.13542002f);
  private static final FloatVector P4 = vector(-0.06640234f);
  private static final FloatVector P5 = vector(0.219971f);
  private static final FloatVector P6 = vector(-0.16501951f);
  private static final FloatVector P7 = vector(0.03753568f);

  /// `2 sqrt(2 / pi)` and that times 0.044715.
  static final float TANH_SCALE = 1.5957692f;

  static final float TANH_CUBE = 0.071354814f;

  private Pointwise() {}

  /// `x <- x F(x)` with F the normal distribution function.
  static void geluErf(float[] values, int size) {
    FloatVector zero = vector(0f);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i);
      FloatVector minus = x.abs().neg();
      FloatVector e = Exp.of(x.mul(x).mul(-0.5f));
      FloatVector positive = x.blend(zero, x.lt(0f));
      e.mul(minus).fma(tail(x.abs()), positive).intoArray(values, i);
    }
  }

  /// `x <- x S(2 w)`, `w = sqrt(2 / pi) (x + 0.044715 x^3)`, with S the logistic function, which is
  /// `x / 2 (1 + tanh w)`.
  static void geluTanh(float[] values, int size) {
    FloatVector zero = vector(0f);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i);
      FloatVector u = x.abs();
      FloatVector w = u.mul(u).fma(vector(TANH_CUBE), vector(TANH_SCALE)).mul(u);
      FloatVector e = Exp.of(w.neg());
      FloatVector positive = x.blend(zero, x.lt(0f));
      positive.sub(u.mul(e.div(e.add(1f)))).intoArray(values, i);
    }
  }

  /// `x <- max(x, 0)`.
  static void relu(float[] values, int size) {
    FloatVector zero = vector(0f);
    for (int i = 0; i < size; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, i);
      x.blend(zero, x.lt(0f)).intoArray(values, i);
    }
  }

  /// `t P(t)` for `u >= 0`, which times `e^(-u^2 / 2)` is `F(-u)`.
  static FloatVector tail(FloatVector u) {
    FloatVector t = ONE.div(u.fma(T, ONE));
    // In pairs, as in Exp: what limits is how many steps wait for one another.
    FloatVector t2 = t.mul(t);
    FloatVector p01 = t.fma(P1, P0);
    FloatVector p23 = t.fma(P3, P2);
    FloatVector p45 = t.fma(P5, P4);
    FloatVector p67 = t.fma(P7, P6);
    return t2.mul(t2).fma(p67.fma(t2, p45), p23.fma(t2, p01)).mul(t);
  }

  private static FloatVector vector(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
