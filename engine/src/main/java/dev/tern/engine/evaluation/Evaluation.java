package dev.tern.engine.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;

/// The figures of one run.
///
/// Queries are those that have judgements and results, in ascending order of the bytes of their
/// ids, as trec_eval lists them. Immutable.
public final class Evaluation {
  private final List<Metric> metrics;
  private final NavigableMap<String, double[]> values;
  private final double[] summary;

  /// @param values by query, a row with one value for each metric
  /// @param summary one value for each metric
  Evaluation(List<Metric> metrics, NavigableMap<String, double[]> values, double[] summary) {
    this.metrics = metrics;
    this.values = values;
    this.summary = summary;
  }

  /// The metrics in the order asked for, each once.
  public List<Metric> metrics() {
    return metrics;
  }

  /// The queries that have both judgements and results.
  public SortedSet<String> queries() {
    return Collections.unmodifiableSortedSet(values.navigableKeySet());
  }

  /// The metric over all queries: the mean, or the sum for a count.
  ///
  /// @throws IllegalArgumentException if the metric was not asked for
  public double summary(Metric metric) {
    return summary[column(metric)];
  }

  /// The metric of one query, 0 where the query has no results.
  ///
  /// @throws IllegalArgumentException if the metric was not asked for
  public double value(String query, Metric metric) {
    int column = column(metric);
    double[] row = values.get(query);
    return row == null ? 0 : row[column];
  }

  private int column(Metric metric) {
    int column = metrics.indexOf(metric);
    if (column < 0) {
      throw new IllegalArgumentException("the metric was not evaluated: metric=" + metric);
    }
    return column;
  }
}
