package dev.tern.encoder.training.step;

import dev.tern.encoder.training.config.RankingConfig;
import dev.tern.encoder.training.config.SparsityConfig;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.Matching;
import dev.tern.encoder.training.loss.Scores;
import dev.tern.encoder.training.loss.SparseRows;
import java.util.List;
import java.util.Optional;

/// All that stands behind the encoder:
///
/// `L = sum of weight_r ranking_r(q . d) + lambda(step) sparsity(d) + lambda_q(step) sparsity(q)`
///
/// @param ranking losses of scores
/// @param sparsity price of documents
/// @param querySparsity price of siamese queries
record Objective(
    List<RankingConfig> ranking,
    Optional<SparsityConfig> sparsity,
    Optional<SparsityConfig> querySparsity) {

  /// Queries and documents as vectors.
  ///
  /// @param queries [B x V]
  /// @param documents [B g x V]
  record Vectors(SparseRows queries, SparseRows documents) {
    int group() {
      return documents.rows() / queries.rows();
    }

    private static double meanTerms(SparseRows rows) {
      double sum = 0;
      for (int row = 0; row < rows.rows(); row++) {
        sum += rows.nonZeros(row);
      }
      return sum / rows.rows();
    }
  }

  /// What prices depend on beside the vectors.
  ///
  /// @param idf for prices divided by idf
  /// @param dfWeights for prices weighted by document frequency
  /// @param step of the optimiser, counted from 0
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Prices(IdfTable idf, double[] dfWeights, long step) {}

  /// Adds `weight` times the gradients to those of the vectors.
  ///
  /// @param tokens for the report
  BatchLoss add(Vectors vectors, Targets targets, Prices prices, double weight, int tokens) {
    double rank = 0;
    for (RankingConfig part : ranking) {
      Matching matching = new Matching(vectors.queries, vectors.documents, part.candidates());
      Scores scores = matching.forward();
      double[] teacher = targets.of(part.candidates());
      rank += part.weight() * part.loss().add(scores, teacher, weight * part.weight());
      matching.backward(scores);
    }
    double lambda = lambda(sparsity, prices);
    double flops = price(sparsity, vectors.documents, vectors.group(), prices, weight * lambda);
    double queryLambda = lambda(querySparsity, prices);
    double queryFlops = price(querySparsity, vectors.queries, 1, prices, weight * queryLambda);
    return new BatchLoss(
        rank + lambda * flops + queryLambda * queryFlops,
        rank,
        flops,
        lambda,
        queryFlops,
        queryLambda,
        Vectors.meanTerms(vectors.documents),
        Vectors.meanTerms(vectors.queries),
        tokens);
  }

  private static double lambda(Optional<SparsityConfig> config, Prices prices) {
    return config.map(c -> c.ramp().at(prices.step)).orElse(0.0);
  }

  private static double price(
      Optional<SparsityConfig> config, SparseRows rows, int group, Prices prices, double weight) {
    return config
        .map(c -> c.loss(group, prices.idf, prices.dfWeights).add(rows, weight))
        .orElse(0.0);
  }
}
