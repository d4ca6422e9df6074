package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.PoolingConfig;

/// From the hidden states of the tokens of a text to one dense vector.
///
/// @param config which states, and whether the vector is divided by its length
public record Pooling(PoolingConfig.Dense config) {
  /// torch's lower bound of a length, so that the zero vector stays as it is.
  private static final double SMALLEST_LENGTH = 1e-12;

  /// The vector of a text, [H]; the zero vector for a text without tokens.
  ///
  /// @param hidden as [Transformer.HiddenStates] gets them
  /// @param from position of the first value of the text
  /// @param tokens rows of the text
  /// @param hiddenSize H
  /// @throws ArithmeticException if the vector is not finite, which right weights do not lead to
  public float[] forward(float[] hidden, int from, int tokens, int hiddenSize) {
    int rows =
        switch (config.tokens()) {
          case MEAN -> tokens;
          case CLS -> Math.min(1, tokens);
        };
    float[] pooled = mean(hidden, from, rows, hiddenSize);
    requireFinite(pooled);
    return config.normalize() ? normalize(pooled) : pooled;
  }

  /// The mean of so many rows, the first of which begins at `from`.
  private static float[] mean(float[] hidden, int from, int rows, int h) {
    float[] mean = new float[h];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < h; i++) {
        mean[i] += hidden[from + row * h + i];
      }
    }
    for (int i = 0; i < h && rows > 1; i++) {
      mean[i] /= rows;
    }
    return mean;
  }

  private static void requireFinite(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new ArithmeticException(
            "its vector has "
                + vector[i]
                + " at position "
                + i
                + ", so its weights are damaged; fetch or train it again");
      }
    }
  }

  /// `x <- x / max(|x|, 1e-12)` with the Euclidean length, in place; returns x.
  static float[] normalize(float[] x) {
    double squares = 0;
    for (float value : x) {
      squares += (double) value * value;
    }
    double length = Math.max(Math.sqrt(squares), SMALLEST_LENGTH);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (x[i] / length);
    }
    return x;
  }
}
