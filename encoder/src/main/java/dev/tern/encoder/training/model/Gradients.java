package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;

/// Gradients of what lies between the boxes, buffers for one backward pass at a time.
final class Gradients {
  /// Of the hidden states between layers, [T x H].
  final Matrix hidden;

  /// Of the hidden states between attention and the feed-forward block, or of the input of the
  /// decoder, [T x H].
  final Matrix middle;

  /// Of what attention gathered, [T x H].
  final Matrix context;

  /// Of query, key and value, [T x 3 H].
  final Matrix queryKeyValue;

  /// Of the inner layer of the feed-forward block, before its activation, [T x F].
  final Matrix inner;

  Gradients(ModelConfig config) {
    int h = config.hiddenSize();
    hidden = new Matrix(h);
    middle = new Matrix(h);
    context = new Matrix(h);
    queryKeyValue = new Matrix(3 * h);
    inner = new Matrix(config.intermediateSize());
  }

  void resize(int tokens) {
    hidden.resize(tokens);
    middle.resize(tokens);
    context.resize(tokens);
    queryKeyValue.resize(tokens);
    inner.resize(tokens);
  }
}
