package dev.tern.engine.query;

import dev.tern.engine.postings.SegmentPostings;

/// Finds the documents of one segment that score highest.
public interface Evaluator {
  /// Collects at least every document that the collector would keep if all were collected, each
  /// with its whole score.
  ///
  /// @param segment that is searched
  /// @param terms of the query that the segment has
  void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector);
}
