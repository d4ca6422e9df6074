package dev.tern.encoder.training.loss;

/// The mean length of vectors: `L = 1/N sum_i sum_j |d_ij|`; `dd_ij = sign(d_ij) / N`, with
/// `sign(0) = 0`.
public record L1() implements SparsityLoss {
  @Override
  public double add(SparseRows vectors, double weight) {
    double sum = 0;
    for (int e = 0; e < vectors.size(); e++) {
      sum += Math.abs(vectors.value(e));
      vectors.addGradient(e, weight * Math.signum(vectors.value(e)) / vectors.rows());
    }
    return sum / vectors.rows();
  }
}
