package dev.tern.engine.query;

import java.util.List;

/// Finds the documents of one segment that score highest.
public interface Evaluator {
  /// Collects, in ascending order of docIds, at least every document whose score reaches the bar
  /// that the collector has at that moment, each with its whole score.
  ///
  /// @param terms of the query that the segment has, each on its first posting; left anywhere
  void evaluate(List<TermCursor> terms, Collector collector);
}
