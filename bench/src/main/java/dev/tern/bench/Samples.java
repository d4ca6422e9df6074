package dev.tern.bench;

import java.util.Arrays;

/// Repeated measurements of one thing.
final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  static Samples of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("at least one sample is needed: values=0");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  double median() {
    return quantile(0.5);
  }

  /// The value below which a share `q` of the samples lies, interpolated between neighbours.
  double quantile(double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /// (q3 - q1) / (2 median): half the width of the middle half, relative to the median.
  double spread() {
    return (quantile(0.75) - quantile(0.25)) / (2 * median());
  }
}
