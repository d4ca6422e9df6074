package dev.tern.encoder.model;

import java.util.Arrays;

/// The definition of the products of a head.
final class PlainHead {
  private PlainHead() {}

  /// `h[t] . w[v]` as one chain of fused multiply-adds.
  static float product(float[] h, int t, float[] w, int v, int d) {
    float sum = 0;
    for (int k = 0; k < d; k++) {
      sum = Math.fma(h[t * d + k], w[v * d + k], sum);
    }
    return sum;
  }

  /// The largest product of the tokens `[from, to)` with each column.
  static float[] maxima(float[] h, int from, int to, float[] w, int d) {
    float[] maxima = new float[w.length / d];
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    for (int v = 0; v < maxima.length; v++) {
      for (int t = from; t < to; t++) {
        maxima[v] = Math.max(maxima[v], product(h, t, w, v, d));
      }
    }
    return maxima;
  }

  /// What is not above 0 becomes negative infinity; in place.
  static float[] positive(float[] logits) {
    for (int v = 0; v < logits.length; v++) {
      if (logits[v] <= 0) {
        logits[v] = Float.NEGATIVE_INFINITY;
      }
    }
    return logits;
  }
}
