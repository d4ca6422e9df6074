package dev.tern.encoder.training.loss;

import java.util.List;

/// Queries that a table makes, without a model.
public sealed interface TableQueries permits IdfMatching, ExpandedMatching {
  /// The vectors of queries.
  ///
  /// @param tokenIds of each query, in any order and with repetitions
  SparseRows forward(List<int[]> tokenIds);

  /// Adds to the gradients of the table.
  ///
  /// @param queries of the last forward pass, with their gradients
  void backward(SparseRows queries);
}
