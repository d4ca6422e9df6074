package dev.tern.engine.cli;

import dev.tern.engine.evaluation.Evaluation;
import dev.tern.engine.evaluation.Metric;
import dev.tern.engine.evaluation.SparsityStatistics;
import java.util.Optional;

/// The figures of one evaluation, as a table or as one JSON object.
///
/// @param metrics of the run
/// @param documents how many there are, absent where only a run was scored
/// @param lengths absent for dense vectors and where only a run was scored
record EvaluationReport(
    Evaluation metrics,
    int queries,
    Optional<Integer> documents,
    Optional<SparsityStatistics> lengths) {

  JsonLine toJson() {
    JsonLine line = new JsonLine();
    for (Metric metric : metrics.metrics()) {
      line.with(metric.toString(), metrics.summary(metric));
    }
    documents.ifPresent(count -> line.with("documents", count));
    line.with("queries", queries);
    lengths.ifPresent(each ->
        line.with("documentLength", each.meanDocumentLength())
            .with("queryLength", each.meanQueryLength())
            .with("flops", each.flops()));
    return line;
  }

  void print() {
    for (Metric metric : metrics.metrics()) {
      row(metric.toString(), metric.format(metrics.summary(metric)));
    }
    documents.ifPresent(count -> row("documents", count));
    row("queries", queries);
    lengths.ifPresent(each -> {
      row("document length", String.format("%.1f tokens with a weight", each.meanDocumentLength()));
      row("query length", String.format("%.1f", each.meanQueryLength()));
      row("flops", String.format("%.2f multiplications a pair", each.flops()));
    });
  }

  private static void row(String name, Object value) {
    Console.OUT.printf("%-16s %s%n", name, value);
  }
}
