package dev.tern.encoder.training.loss;

import java.util.Objects;

/// The masked language model's loss (Devlin et al. 2019): cross-entropy of the words that were
/// masked, the mean over the masked positions of the whole batch:
///
/// `L = 1/n sum_i -ln softmax(x_i)[label_i]`, `dx_i = (softmax(x_i) - onehot(label_i)) / n`
public final class MaskedTokenLoss {
  private MaskedTokenLoss() {}

  /// Replaces logits by `weight` times their gradients and returns the value without the weight.
  ///
  /// @param logits row-major [n x V], a row for each masked position
  /// @param labels [n], each in `[0, V)`
  public static double replace(float[] logits, int[] labels, double weight) {
    int n = labels.length;
    if (n == 0 || logits.length % n != 0) {
      throw new IllegalArgumentException(
          "a row of logits for each masked position: logits=" + logits.length + " labels=" + n);
    }
    // In double precision only a row at a time: all of them take hundreds of megabytes.
    double[] row = new double[logits.length / n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = logits[i * row.length + j];
      }
      sum += replace(row, labels[i], weight / n);
      for (int j = 0; j < row.length; j++) {
        logits[i * row.length + j] = (float) row[j];
      }
    }
    return sum / n;
  }

  /// As above for one position, the sum instead of the mean.
  static double replace(double[] logits, int label, double weight) {
    Objects.checkIndex(label, logits.length);
    LogSoftmax.apply(logits);
    double loss = -logits[label];
    for (int j = 0; j < logits.length; j++) {
      logits[j] = weight * (StrictMath.exp(logits[j]) - (j == label ? 1 : 0));
    }
    return loss;
  }
}
