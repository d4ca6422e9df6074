package dev.tern.encoder.training.loss;

/// DF-FLOPS (arXiv 2505.15070): FLOPS in which the tokens that many documents hold cost more, since
/// it is their long lists that make searches slow:
///
/// `L = FLOPS(x)`, `x_ij = w_j d_ij`, `dd_ij = w_j dx_ij`
///
/// `w_j = 1 / (1 + max(0, (df_j/corpus)^(ln 2 / ln alpha) - 1)^beta)`
///
/// The weight is 0 for a token of no document, 1/2 where `df = alpha corpus` and 1 for a token of
/// all documents. It is a constant of the step, without gradient; df is counted anew from time to
/// time, every 100 steps in the paper.
///
/// @param flops [PooledFlops] or [SlotFlops], masked or not
/// @param weights w, [V], of [#weights(int[], int, double, double)]; shared, and not changed here
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DfFlops(SparsityLoss flops, double[] weights) implements SparsityLoss {
  /// The weights of all tokens.
  ///
  /// @param df documents that hold each token, in `[0, corpus]`
  /// @param corpus documents in which they were counted, at least 1
  /// @param alpha share of the documents at which the weight is 1/2, in `(0, 1)`
  /// @param beta steepness, above 0
  public static double[] weights(int[] df, int corpus, double alpha, double beta) {
    if (corpus < 1 || !(alpha > 0 && alpha < 1) || !(beta > 0)) {
      throw new IllegalArgumentException(
          "there are documents, alpha is in (0, 1) and beta above 0: corpus="
              + corpus
              + " alpha="
              + alpha
              + " beta="
              + beta);
    }
    double[] weights = new double[df.length];
    double exponent = StrictMath.log(2) / StrictMath.log(alpha);
    for (int j = 0; j < df.length; j++) {
      if (df[j] < 0 || df[j] > corpus) {
        throw new IllegalArgumentException(
            "a token occurs in some of the documents: id=" + j + " df=" + df[j]);
      }
      // df 0: the base is infinite and the weight 0.
      double base = StrictMath.pow(df[j] / (double) corpus, exponent) - 1;
      weights[j] = 1 / (1 + StrictMath.pow(Math.max(0, base), beta));
    }
    return weights;
  }

  @Override
  public double add(SparseRows vectors, double weight) {
    double[] x = new double[vectors.size()];
    for (int e = 0; e < x.length; e++) {
      x[e] = weights[vectors.id(e)] * vectors.value(e);
    }
    SparseRows weighted = vectors.withValues(x);
    double value = flops.add(weighted, weight);
    for (int e = 0; e < x.length; e++) {
      vectors.addGradient(e, weights[vectors.id(e)] * weighted.gradient(e));
    }
    return value;
  }
}
