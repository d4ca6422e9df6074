package dev.tern.encoder.training.loss;

/// IDF-aware FLOPS (Geng et al. 2024, version 1 of the paper): FLOPS of the vectors divided by idf,
///
/// `L = FLOPS(x)`, `x_ij = d_ij / idf_j`; `dd_ij = dx_ij / idf_j`, `didf_j = - sum_i dx_ij x_ij /
/// idf_j`
///
/// which lets rare tokens weigh more at the same price. For binary queries: with idf in the score
/// as well, which is [IdfMatching], idf would count twice.
///
/// @param flops [PooledFlops] or [SlotFlops], masked or not
/// @param table idf, above 0 for every token that a vector keeps
public record IdfFlops(SparsityLoss flops, IdfTable table) implements SparsityLoss {
  @Override
  public double add(SparseRows vectors, double weight) {
    double[] x = new double[vectors.size()];
    for (int e = 0; e < x.length; e++) {
      double idf = table.weight(vectors.id(e));
      if (!(idf > 0)) {
        throw new IllegalArgumentException(
            "a price divided by idf needs idf above 0: id=" + vectors.id(e) + " idf=" + idf);
      }
      x[e] = vectors.value(e) / idf;
    }
    SparseRows divided = vectors.withValues(x);
    double value = flops.add(divided, weight);
    for (int e = 0; e < x.length; e++) {
      int j = vectors.id(e);
      double dd = divided.gradient(e) / table.weight(j);
      vectors.addGradient(e, dd);
      table.addGradient(j, -dd * x[e]);
    }
    return value;
  }
}
