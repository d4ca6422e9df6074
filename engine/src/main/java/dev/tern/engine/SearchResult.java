package dev.tern.engine;

import java.util.List;

/// What a search found, and what it took.
///
/// @param hits the best first
/// @param algorithm that was used
/// @param documentsEvaluated how many documents were compared with the best so far
/// @param postingsScored how many postings had their impact multiplied
public record SearchResult(
    List<Hit> hits, Algorithm algorithm, long documentsEvaluated, long postingsScored) {
  /// Takes the results of many queries, one after the other.
  @FunctionalInterface
  public interface Sink {
    /// Takes the next one.
    void accept(SearchResult result);
  }

  /// Copies the list.
  public SearchResult {
    hits = List.copyOf(hits);
  }
}
