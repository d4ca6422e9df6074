package dev.tern.engine.evaluation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Compares runs with judgements. Immutable.
///
/// A query counts if it has judgements and results; a query of the run that is not judged is
/// ignored. A judged query without relevant documents counts with 0.
public final class Evaluator {
  private final Qrels qrels;
  private final EvaluationOptions options;

  /// An evaluator of these judgements.
  public Evaluator(Qrels qrels, EvaluationOptions options) {
    this.qrels = qrels;
    this.options = options;
  }

  /// The metrics of `run`, for each query and over all.
  ///
  /// @throws CollectionException if no query has both judgements and results, which is nearly
  ///   always a mistake: the run of another collection, or ids written differently
  public Evaluation evaluate(Run run, List<Metric> metrics) throws CollectionException {
    List<Metric> distinct = List.copyOf(new LinkedHashSet<>(metrics));
    NavigableMap<String, double[]> values = new TreeMap<>(IdOrder.ASCENDING);
    for (String query : run.queries()) {
      if (qrels.contains(query)) {
        JudgedRanking ranking =
            new JudgedRanking(query, run.ranking(query), qrels.grades(query), options);
        values.put(query, distinct.stream().mapToDouble(metric -> metric.of(ranking)).toArray());
      }
    }
    if (values.isEmpty()) {
      throw new CollectionException(
          run.source(),
          "no query has both results here and judgements in "
              + qrels.source()
              + "; check that both belong together and write query ids alike");
    }
    double[] summary = new double[distinct.size()];
    for (int i = 0; i < summary.length; i++) {
      summary[i] = summary(distinct.get(i).measure(), i, values);
    }
    return new Evaluation(distinct, values, summary);
  }

  /// The sum of column `i` for a count, its mean for all else.
  private double summary(Measure measure, int i, NavigableMap<String, double[]> values) {
    int queries = options.complete() ? qrels.queries().size() : values.size();
    if (options.complete() && measure == Measure.NUM_Q) {
      return queries;
    }
    if (options.complete() && measure == Measure.NUM_REL) {
      return qrels.queries().stream()
          .mapToLong(query -> qrels.grades(query).count(grade -> grade > 0))
          .sum();
    }
    double sum = values.values().stream().mapToDouble(row -> row[i]).sum();
    return measure.isCount() ? sum : sum / queries;
  }
}
