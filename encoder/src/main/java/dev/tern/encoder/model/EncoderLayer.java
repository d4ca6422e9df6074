package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;

/// One of L layers: `hidden <- LayerNorm(hidden + attention(hidden))`, then `hidden <-
/// LayerNorm(hidden + feedForward(hidden))`.
record EncoderLayer(
    Attention attention, LayerNorm attentionNorm, FeedForward feedForward, LayerNorm outputNorm) {
  static EncoderLayer load(Checkpoint checkpoint, ModelConfig config, WeightNames.Layer names)
      throws CheckpointException {
    return new EncoderLayer(
        Attention.load(checkpoint, config, names),
        LayerNorm.load(checkpoint, names.attentionNorm(), config),
        FeedForward.load(checkpoint, config, names),
        LayerNorm.load(checkpoint, names.outputNorm(), config));
  }

  void forward(Activations a) {
    attention.forward(a);
    attentionNorm.forward(a, a.hidden);
    feedForward.forward(a);
    outputNorm.forward(a, a.hidden);
  }
}
