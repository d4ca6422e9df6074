package dev.tern.encoder;

import dev.tern.encoder.checkpoint.SpladeActivation;
import java.util.Arrays;
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
    int[] ids = new int[256];
    float[] weights = new float[256];
    int size = 0;
    for (int id = 0; id < logits.length; id++) {
      if (logits[id] <= 0) {
        continue;
      }
      if (!Float.isFinite(logits[id])) {
        throw new ArithmeticException(
            "its logit for row "
                + id
                + " is "
                + logits[id]
                + ", so its weights are damaged; fetch or train it again");
      }
      float weight = activation.apply(logits[id]);
      if (weight > 0 && !dropped.get(id)) {
        if (size == ids.length) {
          ids = Arrays.copyOf(ids, 2 * size);
          weights = Arrays.copyOf(weights, 2 * size);
        }
        ids[size] = id;
        weights[size++] = weight;
      }
    }
    return SparseVector.of(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
  }
}
