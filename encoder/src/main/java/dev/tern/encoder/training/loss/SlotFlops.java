package dev.tern.encoder.training.loss;

import java.util.Arrays;

/// FLOPS as the authors' published code has it: a mean for each slot k of the g documents of a
/// query, and the sum over slots:
///
/// `L = sum_k sum_j a_kj^2`, `a_kj = 1/B sum_b |d_bkj|`; `dd_bkj = 2 a_kj sign(d_bkj) / B`
///
/// Documents of one query resemble each other, and here they never share a mean. The value grows
/// with g, so a lambda does not carry over from [PooledFlops]. `sign(0) = 0`.
///
/// @param group g, at least 1
public record SlotFlops(int group) implements SparsityLoss {
  /// Refuses an empty group.
  public SlotFlops {
    if (group < 1) {
      throw new IllegalArgumentException("a query has at least one document: group=" + group);
    }
  }

  @Override
  public double add(SparseRows vectors, double weight) {
    if (vectors.rows() % group != 0) {
      throw new IllegalArgumentException(
          "every query needs all its documents: rows=" + vectors.rows() + " group=" + group);
    }
    double value = 0;
    double[] a = new double[vectors.columns()];
    for (int k = 0; k < group; k++) {
      value += addSlot(vectors, k, a, weight);
    }
    return value;
  }

  private double addSlot(SparseRows vectors, int k, double[] a, double weight) {
    int queries = vectors.rows() / group;
    Arrays.fill(a, 0);
    for (int row = k; row < vectors.rows(); row += group) {
      for (int e = vectors.start(row); e < vectors.end(row); e++) {
        a[vectors.id(e)] += Math.abs(vectors.value(e));
      }
    }
    double value = 0;
    for (int j = 0; j < a.length; j++) {
      a[j] /= queries;
      value += a[j] * a[j];
    }
    for (int row = k; row < vectors.rows(); row += group) {
      for (int e = vectors.start(row); e < vectors.end(row); e++) {
        double sign = Math.signum(vectors.value(e));
        vectors.addGradient(e, weight * 2 * a[vectors.id(e)] * sign / queries);
      }
    }
    return value;
  }
}
