package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;

/// Activations with their slopes, which share the exponential: for each element
///
/// `dx <- f'(x) dy`, `x <- f(x)`, the bits of the forward pass
///
/// so that neither f(x) nor its slope need be kept from the forward pass. To keep f(x) saves
/// nothing: its exponential is needed for the slope anyway, and memory is the slower way to have
/// it.
///
/// With `q = F(-|x|)`, F the normal distribution function or the logistic one of the tanh form, and
/// `F(x) = 1 - q` for `x >= 0`, q below it:
///
/// | f | f'(x) |
/// |---|---|
/// | `x F(x)` | `F(x) + x e^(-x^2 / 2) / sqrt(2 pi)` |
/// | `x S(w(x))` | `S + x S (1 - S) w'(x)`, `w(x) = 2 sqrt(2 / pi) (x + 0.044715 x^3)` |
/// | `max(x, 0)` | 1 for `x > 0`, else 0 |
public final class ActivationGradient {
  private static final float INVERSE_SQRT_2PI = 0.3989423f;

  private ActivationGradient() {}

  /// The error-function GELU.
  ///
  /// @param x before the activation, as many rows as `dy`; f(x) afterwards
  /// @param dy gradient of f(x); that of x afterwards
  public static void geluErf(Strip x, Strip dy) {
    float[] values = x.values();
    float[] gradients = dy.values();
    FloatVector zero = vector(0f);
    for (int i = 0; i < x.rows() * PANEL; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, values, i);
      FloatVector e = Exp.of(v.mul(v).mul(-0.5f));
      FloatVector tail = Pointwise.tail(v.abs());
      FloatVector slope = lower(v, e.mul(tail)).add(v.mul(e).mul(INVERSE_SQRT_2PI));
      FloatVector.fromArray(FLOATS, gradients, i).mul(slope).intoArray(gradients, i);
      e.mul(v.abs().neg()).fma(tail, v.blend(zero, v.lt(0f))).intoArray(values, i);
    }
  }

  /// The tanh form of GELU, as [#geluErf].
  public static void geluTanh(Strip x, Strip dy) {
    float[] values = x.values();
    float[] gradients = dy.values();
    FloatVector zero = vector(0f);
    for (int i = 0; i < x.rows() * PANEL; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, values, i);
      FloatVector v2 = v.mul(v);
      FloatVector w = v2.fma(vector(Pointwise.TANH_CUBE), vector(Pointwise.TANH_SCALE));
      FloatVector e = Exp.of(w.mul(v.abs()).neg());
      FloatVector q = e.div(e.add(1f));
      FloatVector rise = v2.fma(vector(3 * Pointwise.TANH_CUBE), vector(Pointwise.TANH_SCALE));
      // S (1 - S) is q (1 - q) on both sides.
      FloatVector slope = v.mul(rise).mul(q.mul(q.neg().add(1f))).add(lower(v, q));
      FloatVector.fromArray(FLOATS, gradients, i).mul(slope).intoArray(gradients, i);
      v.blend(zero, v.lt(0f)).sub(v.abs().mul(q)).intoArray(values, i);
    }
  }

  /// `max(x, 0)`, as [#geluErf].
  public static void relu(Strip x, Strip dy) {
    float[] values = x.values();
    float[] gradients = dy.values();
    FloatVector zero = vector(0f);
    for (int i = 0; i < x.rows() * PANEL; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, values, i);
      FloatVector d = FloatVector.fromArray(FLOATS, gradients, i);
      zero.blend(d, v.lt(0f).or(v.eq(0f)).not()).intoArray(gradients, i);
      v.blend(zero, v.lt(0f)).intoArray(values, i);
    }
  }

  /// `F(x)` of `q = F(-|x|)`.
  private static FloatVector lower(FloatVector x, FloatVector q) {
    return vector(1f).sub(q).blend(q, x.lt(0f));
  }

  private static FloatVector vector(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
