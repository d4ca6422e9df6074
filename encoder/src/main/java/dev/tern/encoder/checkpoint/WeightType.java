package dev.tern.encoder.checkpoint;

/// How the large matrices of a model are kept in memory: those of its linear layers, its word
/// embeddings and its decoder. Arithmetic is float32 with both.
public enum WeightType {
  /// Four bytes a weight.
  FLOAT32,
  /// One byte a weight and a float32 for each output, as [Int8Matrix] has them.
  INT8
}
