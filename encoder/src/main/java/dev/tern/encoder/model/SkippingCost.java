package dev.tern.encoder.model;

/// What a head with [LogitBounds] costs, as a part of the head without.
///
/// Measured on splade-tiny (D = 128) and SciFact text with 512 bits, two texts of 256 tokens, the
/// head alone: bounds of 47.8 dimensions on average take 0.34 of the time of the head without
/// bounds, 250 instead of 227 GFLOP/s since nothing is stored; rotating takes 0.01; the 1.25 % of
/// the (column, chunk) pairs that are left take 0.05, because their columns are read from the
/// third-level cache. Texts that were not sampled leave more pairs than those of the sample, hence
/// [#PAIR] is counted higher still.
final class SkippingCost {
  /// The highest cost at which skipping is begun.
  static final double WORTHWHILE = 0.9;

  /// The highest cost at which it is kept up.
  static final double TOLERABLE = 0.97;

  private static final double BOUND = 1.0;
  private static final double PAIR = 4;

  private SkippingCost() {}

  /// The cost of bounds of p dimensions for hidden states of d.
  ///
  /// @param left share of the (column, chunk) pairs that the bounds leave
  static double of(double p, int d, double left) {
    return BOUND * (p + 1) / d + PAIR * left;
  }
}
