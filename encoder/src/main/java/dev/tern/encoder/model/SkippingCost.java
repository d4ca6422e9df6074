package dev.tern.encoder.model;

/// What a head with [LogitBounds] costs, as a part of the head without.
///
/// Measured on splade-tiny (D = 128) and SciFact text with 512 bits, processor time of the head
/// alone, medians; a chunk is 16 tokens:
///
/// | p | (column, chunk) pairs left | cost |
/// |---|---|---|
/// | 48 | 0.176 | 0.84 |
/// | 56 | 0.094 | 0.74 |
/// | 64 | 0.043 | 0.71 |
/// | 72 | 0.018 | 0.70 |
/// | 80 | 0.007 | 0.72 |
///
/// A multiplication costs more in bounds than in the head, because a product of small depth is
/// loaded, stored and compared as often as one of full depth; and more in pairs left, because they
/// are computed column by column.
final class SkippingCost {
  /// The highest cost at which skipping is begun.
  static final double WORTHWHILE = 0.9;

  /// The highest cost at which it is kept up.
  static final double TOLERABLE = 0.97;

  private static final double BOUND = 1.13;
  private static final double PAIR = 2.5;

  private SkippingCost() {}

  /// The cost of bounds of p dimensions for hidden states of d.
  ///
  /// @param left share of the (column, chunk) pairs that the bounds leave
  static double of(int p, int d, double left) {
    return BOUND * (p + 1) / d + PAIR * left;
  }
}
