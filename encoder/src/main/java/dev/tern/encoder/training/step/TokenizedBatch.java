package dev.tern.encoder.training.step;

import dev.tern.encoder.SparseVector;
import java.util.List;

/// The token ids of B queries and their documents.
///
/// @param queries of each query, special tokens included
/// @param documents of each document, special tokens included; document k of query b is at `b g +
///   k`, the first of a query being the positive one
/// @param floors what is added to the vector of each document in every score, whatever the student
///   makes of it: the score of query b and document i is `q_b . (d_i + f_i)`; empty for nothing
public record TokenizedBatch(
    List<int[]> queries, List<int[]> documents, List<SparseVector> floors) {
  /// Texts alone.
  public TokenizedBatch(List<int[]> queries, List<int[]> documents) {
    this(queries, documents, List.of());
  }

  /// Refuses queries that do not have equally many documents.
  public TokenizedBatch {
    queries = List.copyOf(queries);
    documents = List.copyOf(documents);
    floors = List.copyOf(floors);
    if (queries.isEmpty() || documents.isEmpty() || documents.size() % queries.size() != 0) {
      throw new IllegalArgumentException(
          "every query has equally many documents: queries="
              + queries.size()
              + " documents="
              + documents.size());
    }
    if (!floors.isEmpty() && floors.size() != documents.size()) {
      throw new IllegalArgumentException(
          "floors are for all documents: floors="
              + floors.size()
              + " documents="
              + documents.size());
    }
  }

  /// g, the documents of each query.
  public int group() {
    return documents.size() / queries.size();
  }
}
