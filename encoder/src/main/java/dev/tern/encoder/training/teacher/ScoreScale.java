package dev.tern.encoder.training.teacher;

/// How the scores of a teacher for one query become comparable with those of another.
public enum ScoreScale {
  /// As they are: for a single teacher, or teachers that score on one scale.
  RAW,
  /// `z_i = (s_i - min s) / (max s - min s + 1e-6)`: from 0 to just below 1. Equal scores all
  /// become 0 (Geng et al. 2024).
  MIN_MAX;

  private static final double EPS = 1e-6;

  /// The scores on this scale.
  ///
  /// @param scores of all candidates of one query, finite; not changed
  public double[] apply(double[] scores) {
    double[] z = scores.clone();
    if (this == RAW) {
      return z;
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double s : scores) {
      min = Math.min(min, s);
      max = Math.max(max, s);
    }
    // Halves, since the range of two finite numbers may not be finite.
    double range = 0.5 * max - 0.5 * min + 0.5 * EPS;
    for (int i = 0; i < z.length; i++) {
      z[i] = (0.5 * scores[i] - 0.5 * min) / range;
    }
    return z;
  }
}
