package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;

/// What an encoder layer keeps: 11 H + F floats for each token, its input not counted.
final class LayerTape {
  /// Query, key and value of each token side by side, [T x 3 H].
  final Matrix queryKeyValue;

  /// What attention gathered, [T x H].
  final Matrix context;

  /// Around the normalisation behind attention.
  final NormTape attention;

  /// The inner layer of the feed-forward block before its activation, [T x F]; after the backward
  /// pass behind it.
  final Matrix inner;

  /// Around the normalisation at the end.
  final NormTape output;

  LayerTape(ModelConfig config) {
    int h = config.hiddenSize();
    queryKeyValue = new Matrix(3 * h);
    context = new Matrix(h);
    attention = new NormTape(h);
    inner = new Matrix(config.intermediateSize());
    output = new NormTape(h);
  }

  void resize(int rows) {
    queryKeyValue.resize(rows);
    context.resize(rows);
    attention.resize(rows);
    inner.resize(rows);
    output.resize(rows);
  }
}
