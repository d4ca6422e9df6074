package dev.tern.encoder.training.step;

import java.util.List;

/// The token ids of B queries and their documents.
///
/// @param queries of each query, special tokens included
/// @param documents of each document, special tokens included; document k of query b is at `b g +
///   k`, the first of a query being the positive one
public record TokenizedBatch(List<int[]> queries, List<int[]> documents) {
  /// Refuses queries that do not have equally many documents.
  public TokenizedBatch {
    queries = List.copyOf(queries);
    documents = List.copyOf(documents);
    if (queries.isEmpty() || documents.isEmpty() || documents.size() % queries.size() != 0) {
      throw new IllegalArgumentException(
          "every query has equally many documents: queries="
              + queries.size()
              + " documents="
              + documents.size());
    }
  }

  /// g, the documents of each query.
  public int group() {
    return documents.size() / queries.size();
  }
}
