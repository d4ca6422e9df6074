package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Activations with their slopes, which share the exponential: for each element
///
/// `dx <- f'(x) dy`, `x <- f(x)`, the bits of the forward pass
///
/// so that neither f(x) nor its slope need be kept from the forward pass. To keep f(x) would save
/// no exponential, since the slope needs the same one.
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
    int size = x.rows() * PANEL;
    float[] e = x.slice(size);
    exponentials(x.values(), e, size);
    geluErf(x.values(), e, dy.values(), size);
  }

  /// In a loop of its own, because in one loop with what follows there are more operations than the
  /// compiler inlines, and each of the others makes an object: 8 times as long.
  private static void exponentials(float[] x, float[] e, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      Exp.of(v.mul(v).mul(-0.5f)).intoArray(e, i);
    }
  }

  private static void geluErf(float[] values, float[] exponentials, float[] gradients, int size) {
    FloatVector zero = vector(0f);
    FloatVector one = vector(1f);
    for (int i = 0; i < size; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, values, i);
      FloatVector e = FloatVector.fromArray(FLOATS, exponentials, i);
      FloatVector u = v.abs();
      FloatVector tail = Pointwise.tail(u);
      VectorMask<Float> negative = v.lt(0f);
      FloatVector q = e.mul(tail);
      FloatVector slope = one.sub(q).blend(q, negative).add(v.mul(e).mul(INVERSE_SQRT_2PI));
      FloatVector.fromArray(FLOATS, gradients, i).mul(slope).intoArray(gradients, i);
      e.mul(u.neg()).fma(tail, v.blend(zero, negative)).intoArray(values, i);
    }
  }

  /// The tanh form of GELU, as [#geluErf].
  public static void geluTanh(Strip x, Strip dy) {
    int size = x.rows() * PANEL;
    float[] e = x.slice(size);
    tanhExponentials(x.values(), e, size);
    geluTanh(x.values(), e, dy.values(), size);
  }

  private static void tanhExponentials(float[] x, float[] e, int size) {
    for (int i = 0; i < size; i += LANES) {
      FloatVector u = FloatVector.fromArray(FLOATS, x, i).abs();
      FloatVector w = u.mul(u).fma(vector(Pointwise.TANH_CUBE), vector(Pointwise.TANH_SCALE));
      Exp.of(w.mul(u).neg()).intoArray(e, i);
    }
  }

  private static void geluTanh(float[] values, float[] exponentials, float[] gradients, int size) {
    FloatVector zero = vector(0f);
    FloatVector one = vector(1f);
    for (int i = 0; i < size; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, values, i);
      FloatVector e = FloatVector.fromArray(FLOATS, exponentials, i);
      FloatVector q = e.div(e.add(1f));
      VectorMask<Float> negative = v.lt(0f);
      FloatVector p = one.sub(q); // S (1 - S) is q p on both sides.
      FloatVector rise =
          v.mul(v).fma(vector(3 * Pointwise.TANH_CUBE), vector(Pointwise.TANH_SCALE)).mul(v);
      FloatVector slope = rise.mul(q.mul(p)).add(p.blend(q, negative));
      FloatVector.fromArray(FLOATS, gradients, i).mul(slope).intoArray(gradients, i);
      v.blend(zero, negative).sub(v.abs().mul(q)).intoArray(values, i);
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

  private static FloatVector vector(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
