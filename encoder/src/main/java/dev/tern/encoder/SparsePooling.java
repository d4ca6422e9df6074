package dev.tern.encoder;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.kernel.Log1p;
import java.util.BitSet;

/// From the largest logit of each vocabulary row over the tokens of a text to its vector.
///
/// @param activation from logit to weight
/// @param dropped rows that never have an entry
record SparsePooling(SpladeActivation activation, BitSet dropped) {
  /// The vector of a text: `d_j = f(logits_j)` where that is above 0 and `j` is not dropped.
  ///
  /// @param logits [V], the maximum over the tokens
  /// @throws ArithmeticException if a logit is not finite, which right weights do not lead to
  SparseVector vector(float[] logits) {
    int size = count(logits);
    int[] ids = new int[size];
    float[] weights = new float[size];
    int next = 0;
    for (int id = 0; next < size; id++) {
      if (counts(logits[id], id)) {
        if (!Float.isFinite(logits[id])) {
          throw new ArithmeticException(
              "its logit for row "
                  + id
                  + " is "
                  + logits[id]
                  + ", so its weights are damaged; fetch or train it again");
        }
        ids[next] = id;
        weights[next++] = logits[id];
      }
    }
    activate(weights);
    return SparseVector.owning(ids, weights);
  }

  /// Applies f; what is above 0 stays so, however small it is.
  private void activate(float[] weights) {
    Log1p.apply(weights);
    if (activation == SpladeActivation.LOG1P_LOG1P_RELU) {
      Log1p.apply(weights);
    }
  }

  /// A first pass, so that the second writes into the arrays of the vector.
  private int count(float[] logits) {
    int size = 0;
    for (int id = 0; id < logits.length; id++) {
      size += counts(logits[id], id) ? 1 : 0;
    }
    return size;
  }

  private boolean counts(float logit, int id) {
    return !(logit <= 0) && !dropped.get(id);
  }
}
