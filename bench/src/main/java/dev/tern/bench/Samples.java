package dev.tern.bench;

import java.util.Arrays;

/// Repeated measurements of one thing, each finite and above 0, in no particular order.
final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /// @param values at least one; the array is copied
  /// @throws IllegalArgumentException if there is none, or one is not finite and above 0
  static Samples of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("at least one sample is needed: values=0");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted); // NaN last
    if (!(sorted[0] > 0) || !Double.isFinite(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException(
          "samples are finite and above 0: values=" + Arrays.toString(values));
    }
    return new Samples(sorted);
  }

  /// `amount / value` for each value: rates where these are times.
  Samples dividing(double amount) {
    return of(Arrays.stream(sorted).map(value -> amount / value).toArray());
  }

  /// Each value times `factor`.
  Samples times(double factor) {
    return of(Arrays.stream(sorted).map(value -> value * factor).toArray());
  }

  /// All values, ascending.
  double[] values() {
    return sorted.clone();
  }

  double median() {
    return quantile(0.5);
  }

  /// The value below which a share `q`, in [0, 1], of the samples lies, interpolated linearly
  /// between the two neighbours at `q (n - 1)`.
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
