package dev.tern.encoder.checkpoint;

/// What a model directory says is to be done with the output of its transformer.
public sealed interface PoolingConfig {
  /// The maximum over the tokens of the logits of the MLM head, then the activation.
  ///
  /// @param activation applied to each maximum
  record Splade(SpladeActivation activation) implements PoolingConfig {}

  /// One dense vector from the hidden states of the last layer.
  ///
  /// @param tokens how the states are put together
  /// @param normalize whether the vector is divided by its Euclidean length
  record Dense(TokenPooling tokens, boolean normalize) implements PoolingConfig {}
}
