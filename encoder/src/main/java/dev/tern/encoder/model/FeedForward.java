package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.checkpoint.ModelConfig;

/// The position-wise feed-forward block with its residual connection: `hidden <- hidden +
/// output(activation(intermediate(hidden)))`, H to F to H.
record FeedForward(Linear intermediate, HiddenActivation activation, Linear output) {
  static FeedForward load(Checkpoint checkpoint, ModelConfig config, WeightNames.Layer names)
      throws CheckpointException {
    int h = config.hiddenSize();
    int f = config.intermediateSize();
    return new FeedForward(
        Linear.load(checkpoint, names.intermediate(), f, h),
        config.activation(),
        Linear.load(checkpoint, names.output(), h, f));
  }

  void forward(Activations a) {
    intermediate.forward(a, a.hidden, activation, a.intermediate);
    output.addTo(a, a.intermediate, a.hidden);
  }
}
