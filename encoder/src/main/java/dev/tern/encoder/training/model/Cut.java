package dev.tern.encoder.training.model;

import dev.tern.encoder.kernel.Strip;

/// An even cut of rows into blocks, which depends on nothing but their number: where something is
/// summed block by block, the order of the sum is that of the cut.
///
/// @param rows to be cut
/// @param size of each block but the last
record Cut(int rows, int size) {
  /// Blocks that fit a [Strip].
  static Cut intoStrips(int rows) {
    return new Cut(rows, Math.max(1, Strip.next(rows)));
  }

  /// Number of blocks.
  int count() {
    return (rows + size - 1) / size;
  }

  /// First row of a block.
  int start(int block) {
    return block * size;
  }

  /// Number of rows of a block.
  int length(int block) {
    return Math.min(size, rows - block * size);
  }
}
