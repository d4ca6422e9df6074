package dev.tern.encoder.training.loss;

import dev.tern.encoder.kernel.CrossEntropy;

/// The masked language model's loss (Devlin et al. 2019): cross-entropy of the words that were
/// masked, the mean over the masked positions of the whole batch:
///
/// `L = 1/n sum_i -ln softmax(x_i)[label_i]`, `dx_i = (softmax(x_i) - onehot(label_i)) / n`
///
/// The only loss in single precision: its vectors are neither sparse nor short.
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
    CrossEntropy crossEntropy = new CrossEntropy();
    int columns = logits.length / n;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += crossEntropy.replace(logits, i * columns, columns, labels[i], weight / n);
    }
    return sum / n;
  }
}
