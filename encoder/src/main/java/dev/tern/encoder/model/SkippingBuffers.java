package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowChunks;
import dev.tern.encoder.kernel.SelectedProducts;

/// What a head that skips computes, for one thread at a time.
final class SkippingBuffers {
  /// Rotated hidden states, [T x D].
  final Matrix rotated;

  /// The hidden states again, in chunks of one text.
  final RowChunks chunks = new RowChunks();

  /// What is left to compute of one panel.
  final SelectedProducts selected = new SelectedProducts();

  /// What bounds of the columns of one panel have to exceed.
  final float[] limits = new float[PackedMatrix.PANEL];

  SkippingBuffers(int d) {
    rotated = new Matrix(d);
  }
}
