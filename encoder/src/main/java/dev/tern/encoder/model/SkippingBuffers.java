package dev.tern.encoder.model;

import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowChunks;
import dev.tern.encoder.kernel.SelectedProducts;

/// What a head that skips computes, for one thread at a time.
final class SkippingBuffers {
  /// Rotated hidden states, [T x (D + depths in use)].
  final Matrix rotated = new Matrix(1);

  /// The hidden states in chunks of one text.
  final RowChunks chunks = new RowChunks();

  /// The same of the rotated ones.
  final RowChunks rotatedChunks = new RowChunks();

  /// What is left to compute.
  final SelectedProducts selected = new SelectedProducts();

  /// What the bounds of one panel start from.
  final float[] excess = new float[BoundPanels.PANEL];

  /// The largest norm of the hidden states; NaN where no bound holds.
  float norm;

  /// Pairs of a column and a chunk that were bounded.
  long pairs;

  /// Those of them that were computed in full.
  long computed;
}
