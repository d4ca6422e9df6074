package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowNorm;

/// Layer normalisation: `x <- (x - mean) / sqrt(variance + eps) weight + bias` for each row.
///
/// @param weight gamma in the paper and in old checkpoints, [H]
/// @param bias beta, [H]
@SuppressWarnings("ArrayRecordComponent") // shared with nobody, and never compared
record LayerNorm(float[] weight, float[] bias, double eps) {
  /// Reads `name.weight` and `name.bias` or, in checkpoints converted from the first releases,
  /// `name.gamma` and `name.beta`.
  static LayerNorm load(Checkpoint checkpoint, String name, ModelConfig config)
      throws CheckpointException {
    boolean old = checkpoint.has(name + ".gamma");
    return new LayerNorm(
        checkpoint.read(name + (old ? ".gamma" : ".weight"), config.hiddenSize()),
        checkpoint.read(name + (old ? ".beta" : ".bias"), config.hiddenSize()),
        config.layerNormEps());
  }

  /// Normalises the rows of x, [T x H], that are this member's, in place.
  void forward(Activations a, Matrix x) {
    RowNorm.apply(x, a.firstRow(), a.endRow(), weight, bias, eps, a.sum);
  }
}
