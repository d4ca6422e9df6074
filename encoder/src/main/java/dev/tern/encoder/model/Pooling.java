package dev.tern.encoder.model;

import java.util.Arrays;

/// How the hidden states of the tokens of a text become one dense vector.
public enum Pooling {
  /// The mean over all tokens, special tokens included.
  MEAN,
  /// The hidden state of the first token, `[CLS]`.
  CLS;

  /// torch's lower bound of a length, so that the zero vector stays as it is.
  private static final double SMALLEST_LENGTH = 1e-12;

  /// One vector [H] for each text; the zero vector for a text without tokens.
  ///
  /// @param hidden what [Transformer#forward] returned for `batch`, [T x H]
  /// @param hiddenSize H
  public float[][] pool(TokenBatch batch, float[] hidden, int hiddenSize) {
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
      int start = batch.start(text);
      int end = start + (this == CLS ? Math.min(1, batch.length(text)) : batch.length(text));
      pooled[text] = mean(hidden, start, end, hiddenSize);
    }
    return pooled;
  }

  private static float[] mean(float[] hidden, int start, int end, int h) {
    float[] mean = new float[h];
    for (int row = start; row < end; row++) {
      for (int i = 0; i < h; i++) {
        mean[i] += hidden[row * h + i];
      }
    }
    for (int i = 0; i < h && end - start > 1; i++) {
      mean[i] /= end - start;
    }
    return mean;
  }

  /// `x / max(|x|, 1e-12)` with the Euclidean length, as a new array.
  public static float[] normalize(float[] x) {
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
