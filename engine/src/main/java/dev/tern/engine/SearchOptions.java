package dev.tern.engine;

import java.util.Objects;

/// What a search is to return.
///
/// @param k how many hits at most, at least 1
/// @param threshold the score that a hit has at least (inclusive); documents without a term of the
///   query are never hits, whatever the threshold
/// @param filter which documents may be hits
/// @param algorithm how to find them
public record SearchOptions(int k, float threshold, DocumentFilter filter, Algorithm algorithm) {
  private static final SearchOptions DEFAULTS =
      new SearchOptions(10, 0, DocumentFilter.all(), Algorithm.AUTOMATIC);

  /// Checks the values.
  public SearchOptions {
    if (k < 1) {
      throw new IllegalArgumentException("a search returns at least one hit: k=" + k);
    }
    if (Float.isNaN(threshold)) {
      throw new IllegalArgumentException("a threshold must be a number: threshold=" + threshold);
    }
    Objects.requireNonNull(filter);
    Objects.requireNonNull(algorithm);
  }

  /// Ten hits of all documents, without a threshold.
  public static SearchOptions defaults() {
    return DEFAULTS;
  }

  /// The best `k` of all documents, without a threshold.
  public static SearchOptions top(int k) {
    return DEFAULTS.withK(k);
  }

  /// The same with another number of hits.
  public SearchOptions withK(int newK) {
    return new SearchOptions(newK, threshold, filter, algorithm);
  }

  /// The same with another threshold.
  public SearchOptions withThreshold(float newThreshold) {
    return new SearchOptions(k, newThreshold, filter, algorithm);
  }

  /// The same with another filter.
  public SearchOptions withFilter(DocumentFilter newFilter) {
    return new SearchOptions(k, threshold, newFilter, algorithm);
  }

  /// The same with another algorithm.
  public SearchOptions withAlgorithm(Algorithm newAlgorithm) {
    return new SearchOptions(k, threshold, filter, newAlgorithm);
  }
}
