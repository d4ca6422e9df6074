package dev.tern.encoder.model;

/// What a head with [LogitBounds] costs, as a part of the head without.
final class SkippingCost {
  /// The highest cost at which skipping is begun.
  static final double WORTHWHILE = 0.9;

  /// The highest cost at which it is kept up.
  static final double TOLERABLE = 0.97;

  private static final double PAIR = 1.5;
  private static final double CHUNK = 4;

  private SkippingCost() {}

  /// @param p dimensions of the bounds
  /// @param d dimensions of the hidden states
  /// @param left share of the (column, chunk) pairs that the bounds leave
  static double of(int p, int d, double left) {
    return (p + 1 + CHUNK) / d + PAIR * left;
  }
}
