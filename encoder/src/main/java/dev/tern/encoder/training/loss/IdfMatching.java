package dev.tern.encoder.training.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Queries without a model, `q_j = b_j relu(idf_j)`, where b_j is 1 if token j occurs in the query
/// and is not special, however often: IDF-aware matching (Geng et al. 2024, version 2 of the
/// paper).
///
/// With `s = q . d` the gradient of a document's entry is `dd_j = idf_j b_j ds` against the same
/// penalty for every token, so that rare tokens are worth their place and frequent ones are pushed
/// out. With `d'_j = idf_j d_j` this is the same objective as [IdfFlops] (version 1) with binary
/// queries, in other coordinates: taking both counts idf twice.
///
/// @param table idf, [V]
/// @param special tokens that no query holds: `[CLS]`, `[SEP]` and their like
public record IdfMatching(IdfTable table, BitSet special) implements TableQueries {
  /// The vectors of queries. Tokens whose weight is 0 or less are not kept: relu gives them neither
  /// value nor gradient.
  ///
  /// @param tokenIds of each query, in any order and with repetitions
  @Override
  public SparseRows forward(List<int[]> tokenIds) {
    List<int[]> ids = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int[] tokens : tokenIds) {
      int[] kept =
          Arrays.stream(tokens)
              .filter(j -> !special.get(j) && table.weight(j) > 0)
              .sorted()
              .distinct()
              .toArray();
      ids.add(kept);
      values.add(Arrays.stream(kept).mapToDouble(table::weight).toArray());
    }
    return SparseRows.of(table.size(), ids, values);
  }

  /// Adds `didf_j = sum_b dq_bj` to the gradients of the table.
  ///
  /// @param queries of [#forward(List)], with their gradients
  @Override
  public void backward(SparseRows queries) {
    for (int e = 0; e < queries.size(); e++) {
      table.addGradient(queries.id(e), queries.gradient(e));
    }
  }
}
