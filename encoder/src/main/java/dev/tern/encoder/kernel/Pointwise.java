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
  private static final float T = 0.3f;

  private static final float P0 = 0.1196055f;
  private static final float P1 = 0.121105686f;
  private static final float P2 = 0.097784f;
  private static final float P3 = 0.13542002f;
  private static final float P4 = -0.06640234f;
  private static final float P5 = 0.219971f;
  private static final float P6 = -0.16501951f;
  private static final float P7 = 0.03753568f;

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
    FloatVector t = vector(1f).div(u.fma(vector(T), vector(1f)));
    // In pairs, as in Exp: what limits is how many steps wait for one another.
    FloatVector t2 = t.mul(t);
    FloatVector p01 = t.fma(vector(P1), vector(P0));
    FloatVector p23 = t.fma(vector(P3), vector(P2));
    FloatVector p45 = t.fma(vector(P5), vector(P4));
    FloatVector p67 = t.fma(vector(P7), vector(P6));
    return t2.mul(t2).fma(p67.fma(t2, p45), p23.fma(t2, p01)).mul(t);
  }

  private static FloatVector vector(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
