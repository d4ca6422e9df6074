package dev.tern.encoder.training.data;

/// What the keys of a file of JSON rows are called.
///
/// @param query text of the query, or a list of texts that mean the same
/// @param positive a positive document or a list of them
/// @param negatives negative documents
/// @param docs documents with scores
/// @param scores their scores
public record RowKeys(String query, String positive, String negatives, String docs, String scores) {
  /// The names that the documentation uses.
  public static final RowKeys USUAL =
      new RowKeys("query", "positive", "negatives", "docs", "scores");
}
