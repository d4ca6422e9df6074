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
/// `L = sum of weight_r ranking_r(c q . (d + f)) + lambda(step) sparsity(d) + lambda_q(step)
/// sparsity(q)`
///
/// @param ranking losses of scores
/// @param scale c, of the student's scores
/// @param sparsity price of documents
/// @param querySparsity price of siamese queries
record Objective(
    List<RankingConfig> ranking,
    double scale,
    Optional<SparsityConfig> sparsity,
    Optional<SparsityConfig> querySparsity) {

  /// Queries and documents as vectors.
  ///
  /// @param queries [B x V]
  /// @param documents [B g x V]
  /// @param floors f, [B g x V], if documents have one; a constant
  record Vectors(SparseRows queries, SparseRows documents, Optional<SparseRows> floors) {
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
      rank += rank(vectors, part, targets.of(part.candidates()), weight);
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

  private double rank(Vectors vectors, RankingConfig part, double[] teacher, double weight) {
    Matching matching = new Matching(vectors.queries, vectors.documents, part.candidates());
    Scores own = matching.forward();
    Optional<Matching> onFloor =
        vectors.floors.map(floors -> new Matching(vectors.queries, floors, part.candidates()));
    Optional<Scores> ofFloor = onFloor.map(Matching::forward);
    Scores scores = own.plus(ofFloor.stream().toList(), scale);
    double value = part.weight() * part.loss().add(scores, teacher, weight * part.weight());
    own.addGradients(scores, scale);
    matching.backward(own);
    if (onFloor.isPresent()) {
      // For queries that are trained; what it adds to the floors is not looked at.
      ofFloor.get().addGradients(scores, scale);
      onFloor.get().backward(ofFloor.get());
    }
    return value;
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
