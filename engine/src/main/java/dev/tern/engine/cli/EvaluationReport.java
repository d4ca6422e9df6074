package dev.tern.engine.cli;

import dev.tern.engine.evaluation.Evaluation;
import dev.tern.engine.evaluation.Metric;
import dev.tern.engine.evaluation.SparsityStatistics;
import java.util.Locale;
import java.util.Optional;

/// The figures of one evaluation, as a table or as one JSON object.
///
/// @param metrics of the run
/// @param queries how many are judged
/// @param trial that led to the run; absent where only a run was scored
record EvaluationReport(Evaluation metrics, int queries, Optional<Trial> trial) {

  /// Always the same keys for a collection; what dense vectors do not have is null.
  JsonLine toJson() {
    JsonLine line = new JsonLine();
    for (Metric metric : metrics.metrics()) {
      line.with(metric.toString(), metrics.summary(metric));
    }
    trial.ifPresent(each -> line.with("documents", each.documents()));
    line.with("queries", queries);
    trial.ifPresent(each -> {
      Optional<SparsityStatistics> lengths = each.lengths();
      line.with("documentLength", lengths.map(SparsityStatistics::meanDocumentLength).orElse(null))
          .with("queryLength", lengths.map(SparsityStatistics::meanQueryLength).orElse(null))
          .with("flops", lengths.map(SparsityStatistics::flops).orElse(null))
          .with("judgementsOutside", each.outside());
    });
    return line;
  }

  void print() {
    for (Metric metric : metrics.metrics()) {
      row(metric.toString(), "%s", metric.format(metrics.summary(metric)));
    }
    trial.ifPresent(each -> row("documents", "%,d", each.documents()));
    row("queries", "%,d", queries);
    trial
        .flatMap(Trial::lengths)
        .ifPresent(each -> {
          row("document length", "%.1f tokens with a weight", each.meanDocumentLength());
          row("query length", "%.1f", each.meanQueryLength());
          row("flops", "%.2f multiplications a pair", each.flops());
        });
    trial
        .map(Trial::outside)
        .filter(count -> count > 0)
        .ifPresent(count ->
            row("outside", "%,d judgements of documents that the corpus does not have", count));
    Console.OUT.flush();
  }

  private static void row(String name, String format, Object value) {
    Console.OUT.printf(Locale.ROOT, "%-16s " + format + "%n", name, value);
  }
}
