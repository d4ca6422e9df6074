package dev.tern.encoder.training.model;

import dev.tern.encoder.kernel.Matrix;

/// What a layer normalisation keeps.
final class NormTape {
  /// What was normalised, [T x H].
  final Matrix input;

  /// What came out, [T x H].
  final Matrix output;

  /// Mean and inverse deviation of each row, [2 T].
  float[] statistics = {};

  NormTape(int hiddenSize) {
    input = new Matrix(hiddenSize);
    output = new Matrix(hiddenSize);
  }

  void resize(int rows) {
    input.resize(rows);
    output.resize(rows);
    if (statistics.length < 2 * rows) {
      statistics = new float[2 * rows];
    }
  }
}
