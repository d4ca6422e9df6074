package dev.tern.encoder.training.loss;

/// Spares short vectors (Shen et al. 2025): those with at most `threshold` entries other than 0
/// count as empty, so that only long ones are pushed to become shorter:
///
/// `L = FLOPS(x)`, `x_i = d_i` if `|d_i|_0 > threshold`, else 0
///
/// Means are still over all vectors. No gradient goes through the choice.
///
/// @param flops the loss that sees what is left
/// @param threshold at least 0
public record L0Mask(SparsityLoss flops, int threshold) implements SparsityLoss {
  /// Refuses a negative threshold.
  public L0Mask {
    if (threshold < 0) {
      throw new IllegalArgumentException("no vector has fewer than 0: threshold=" + threshold);
    }
  }

  @Override
  public double add(SparseRows vectors, double weight) {
    double[] x = new double[vectors.size()];
    boolean[] counts = new boolean[vectors.rows()];
    for (int row = 0; row < counts.length; row++) {
      counts[row] = vectors.nonZeros(row) > threshold;
      for (int e = vectors.start(row); e < vectors.end(row); e++) {
        x[e] = counts[row] ? vectors.value(e) : 0;
      }
    }
    SparseRows masked = vectors.withValues(x);
    double value = flops.add(masked, weight);
    for (int row = 0; row < counts.length; row++) {
      for (int e = vectors.start(row); counts[row] && e < vectors.end(row); e++) {
        vectors.addGradient(e, masked.gradient(e));
      }
    }
    return value;
  }
}
