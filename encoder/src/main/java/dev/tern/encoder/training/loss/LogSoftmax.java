package dev.tern.encoder.training.loss;

/// `x_i <- x_i - max - ln sum_k exp(x_k - max)`, which no size of x overflows.
final class LogSoftmax {
  private LogSoftmax() {}

  /// In place; candidates at minus infinity stay there and take no part.
  static void apply(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : x) {
      sum += StrictMath.exp(value - max);
    }
    double log = max + StrictMath.log(sum);
    for (int i = 0; i < x.length; i++) {
      x[i] -= log;
    }
  }
}
