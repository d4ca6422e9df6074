package dev.tern.encoder.training.loss;

/// FLOPS (Paria et al. 2020): the expected number of products when a query meets a document, if
/// both were drawn from these N vectors:
///
/// `L = sum_j a_j^2`, `a_j = 1/N sum_i d_ij`; `dd_ij = 2 a_j / N`
///
/// The papers' reading: one mean over all documents of the batch. Entries that are kept and 0 get
/// the gradient too.
public record PooledFlops() implements SparsityLoss {
  @Override
  public double add(SparseRows vectors, double weight) {
    double[] a = new double[vectors.columns()];
    for (int e = 0; e < vectors.size(); e++) {
      a[vectors.id(e)] += vectors.value(e);
    }
    double value = 0;
    for (int j = 0; j < a.length; j++) {
      a[j] /= vectors.rows();
      value += a[j] * a[j];
    }
    for (int e = 0; e < vectors.size(); e++) {
      vectors.addGradient(e, weight * 2 * a[vectors.id(e)] / vectors.rows());
    }
    return value;
  }
}
