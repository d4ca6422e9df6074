package dev.tern.encoder.training.loss;

import java.util.Arrays;

/// Contrast of the positive document with others, as a softmax cross-entropy (van den Oord et al.
/// 2018):
///
/// `L = 1/B sum_b -ln r_bp`, `r_b = softmax(scale s_b)` over the candidates that take part, p the
/// positive one
///
/// `ds_bi = scale (r_bi - [i = p]) / B`
///
/// Over the matrix of a whole batch the documents of other queries are negatives too. A second
/// positive among them, for instance the same document twice, is taken for a negative.
///
/// @param negatives what the positive document of a query is told from
/// @param scale what scores are multiplied by, above 0: an inverse temperature; 1 for sparse
///   vectors, 20 for normalised dense ones
public record InfoNce(Negatives negatives, double scale) implements RankingLoss {
  /// What the positive document of a query is told from.
  public enum Negatives {
    /// All other candidates.
    ALL,
    /// The candidates that are no query's positive document, as in the authors' published code.
    HARD,
    /// Nothing, but the query from the other queries of the batch: each positive document picks its
    /// query, and hard negatives take no part.
    QUERIES,
    /// The mean of `ALL` and `QUERIES`.
    BOTH
  }

  /// Refuses a scale that is not above 0.
  public InfoNce {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("a scale is finite and above 0: scale=" + scale);
    }
  }

  @Override
  public boolean needsTeacher() {
    return false;
  }

  @Override
  public double add(Scores scores, double[] teacher, double weight) {
    return switch (negatives) {
      case ALL, HARD -> documents(scores, weight);
      case QUERIES -> queries(scores, weight);
      case BOTH -> 0.5 * (documents(scores, 0.5 * weight) + queries(scores, 0.5 * weight));
    };
  }

  private double documents(Scores scores, double weight) {
    double sum = 0;
    for (int b = 0; b < scores.queries(); b++) {
      int p = scores.positive(b);
      double[] lnR = scores.row(b);
      for (int i = 0; i < lnR.length; i++) {
        boolean takesPart = i == p || negatives != Negatives.HARD || !scores.isPositive(i);
        lnR[i] = takesPart ? scale * lnR[i] : Double.NEGATIVE_INFINITY;
      }
      LogSoftmax.apply(lnR);
      sum -= lnR[p];
      for (int i = 0; i < lnR.length; i++) {
        double dr = StrictMath.exp(lnR[i]) - (i == p ? 1 : 0);
        scores.addGradient(b, i, weight * scale * dr / scores.queries());
      }
    }
    return sum / scores.queries();
  }

  private double queries(Scores scores, double weight) {
    if (!scores.isInBatch()) {
      throw new IllegalArgumentException(
          "documents pick their query from a batch, and these are scores of a query's own"
              + " candidates: negatives="
              + negatives);
    }
    double[] lnR = new double[scores.queries()];
    double sum = 0;
    for (int b = 0; b < scores.queries(); b++) {
      int p = scores.positive(b);
      Arrays.setAll(lnR, other -> scale * scores.value(other, p));
      LogSoftmax.apply(lnR);
      sum -= lnR[b];
      for (int other = 0; other < lnR.length; other++) {
        double dr = StrictMath.exp(lnR[other]) - (other == b ? 1 : 0);
        scores.addGradient(other, p, weight * scale * dr / scores.queries());
      }
    }
    return sum / scores.queries();
  }
}
