package dev.tern.encoder.kernel;

/// The definitions of GELU in double precision.
public final class GeluTwin {
  private GeluTwin() {}

  /// `x / 2 erfc(-x / sqrt 2)`.
  public static double erf(double x) {
    return x / 2 * erfc(-x / Math.sqrt(2));
  }

  /// `x / 2 (1 + tanh(w))`, the bracket written as `2 / (1 + e^(-2w))` to keep its digits.
  public static double tanh(double x) {
    double w = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return x / (1 + Math.exp(-2 * w));
  }

  /// The complementary error function: its Maclaurin series near 0, its continued fraction beyond.
  static double erfc(double z) {
    if (z < 0) {
      return 2 - erfc(-z);
    }
    if (z < 2) {
      double term = z;
      double sum = z;
      for (int n = 1; Math.abs(term) > 1e-18; n++) {
        term *= -z * z / n;
        sum += term / (2 * n + 1);
      }
      return 1 - 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = z;
    for (int n = 200; n > 0; n--) {
      fraction = z + n / 2.0 / fraction;
    }
    return Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction;
  }
}
