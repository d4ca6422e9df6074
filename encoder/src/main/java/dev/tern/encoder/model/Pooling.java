package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.PoolingConfig;
import java.util.Arrays;

/// From the hidden states of the tokens of a text to one dense vector.
///
/// @param config which states, and whether the vector is divided by its length
public record Pooling(PoolingConfig.Dense config) {
  /// torch's lower bound of a length, so that the zero vector stays as it is.
  private static final double SMALLEST_LENGTH = 1e-12;

  /// One vector [H] for each text; the zero vector for a text without tokens.
  ///
  /// @param hidden what [Transformer#forward] returned for `batch`, [T x H]
  /// @param hiddenSize H
  /// @throws ArithmeticException if a vector is not finite, which right weights do not lead to
  public float[][] forward(TokenBatch batch, float[] hidden, int hiddenSize) {
    if (hidden.length != (long) batch.tokens() * hiddenSize) {
      throw new IllegalArgumentException(
          "hidden states do not belong to this batch: values="
              + hidden.length
              + " tokens="
              + batch.tokens()
              + " hiddenSize="
              + hiddenSize);
    }
    float[][] pooled = new float[batch.texts()][];
    for (int text = 0; text < pooled.length; text++) {
      int rows =
          switch (config.tokens()) {
            case MEAN -> batch.length(text);
            case CLS -> Math.min(1, batch.length(text));
          };
      float[] mean = mean(hidden, batch.start(text), rows, hiddenSize);
      requireFinite(mean);
      pooled[text] = config.normalize() ? normalize(mean) : mean;
    }
    return pooled;
  }

  /// The mean of the rows `[start, start + rows)`.
  private static float[] mean(float[] hidden, int start, int rows, int h) {
    float[] mean = new float[h];
    for (int row = start; row < start + rows; row++) {
      for (int i = 0; i < h; i++) {
        mean[i] += hidden[row * h + i];
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

  /// `x / max(|x|, 1e-12)` with the Euclidean length, as a new array.
  static float[] normalize(float[] x) {
    double squares = 0;
    for (float value : x) {
      squares += (double) value * value;
    }
    double length = Math.max(Math.sqrt(squares), SMALLEST_LENGTH);
    float[] unit = Arrays.copyOf(x, x.length);
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (unit[i] / length);
    }
    return unit;
  }
}
