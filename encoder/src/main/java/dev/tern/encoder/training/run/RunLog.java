package dev.tern.encoder.training.run;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run did, a JSON object a line: one for each step and one for each evaluation.
///
/// ```
/// {"step": 12, "loss": 1.3, "ranking": 1.2, "sparsity": 40.1, ..., "tokens_per_second": 20100.0}
/// {"step": 20, "ndcg@10": 0.61, "flops": 1.2, "document_terms": 140.2, ..., "collections": {...}}
/// ```
///
/// A run that is resumed goes on behind the step it is resumed from: what a run that was killed
/// wrote after its last checkpoint is taken away.
final class RunLog implements Closeable {
  /// The key that only evaluations have.
  private static final String COLLECTIONS = "collections";

  private final List<Map<String, Object>> entries = new ArrayList<>();
  private final Writer writer;

  private RunLog(Writer writer) {
    this.writer = writer;
  }

  /// Opens the log of a run.
  ///
  /// @param steps how many are done
  /// @param judged the step of the last evaluation
  static RunLog open(Path file, long steps, long judged) throws IOException {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> kept = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        Map<String, Object> entry = parse(line);
        long last = entry.containsKey(COLLECTIONS) ? judged : steps;
        if (entry.get("step") instanceof Number step && step.longValue() <= last) {
          lines.add(line);
          kept.add(entry);
        }
      }
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, lines);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    RunLog log = new RunLog(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
    log.entries.addAll(kept);
    return log;
  }

  /// The last line of a run that was killed may be half a line.
  private static Map<String, Object> parse(String line) {
    try {
      return JSON.std.mapFrom(line);
    } catch (IOException e) {
      return Map.of();
    }
  }

  /// @param seconds that the step took
  void add(StepFigures figures, double seconds) throws IOException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("step", figures.step());
    entry.put("data", figures.dataSet());
    entry.put("loss", figures.loss());
    entry.put("ranking", figures.ranking());
    entry.put("sparsity", figures.sparsity());
    entry.put("lambda", figures.lambda());
    entry.put("query_sparsity", figures.querySparsity());
    entry.put("document_terms", figures.documentTerms());
    entry.put("query_terms", figures.queryTerms());
    entry.put("rate_share", figures.rate());
    entry.put("gradient_norm", figures.gradientNorm());
    entry.put("tokens", figures.tokens());
    entry.put("tokens_per_second", (double) Math.round(figures.tokens() / Math.max(seconds, 1e-9)));
    add(entry);
  }

  void add(Evaluation evaluation) throws IOException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("step", evaluation.step());
    entry.putAll(values(evaluation.mean()));
    Map<String, Object> collections = new LinkedHashMap<>();
    evaluation.collections().forEach((name, figures) -> collections.put(name, values(figures)));
    entry.put(COLLECTIONS, collections);
    add(entry);
  }

  private static Map<String, Object> values(Judge.Figures figures) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("ndcg@10", figures.ndcg());
    values.put("flops", figures.flops());
    values.put("document_terms", figures.documentTerms());
    values.put("query_terms", figures.queryTerms());
    return values;
  }

  private void add(Map<String, Object> entry) throws IOException {
    entries.add(entry);
    writer.write(JSON.std.asString(entry) + "\n");
    writer.flush();
  }

  /// The values under a key with the steps at which they were logged.
  ///
  /// @param ofEvaluations whether those of evaluations are meant, or those of steps
  Curve curve(String title, String key, boolean ofEvaluations) {
    List<double[]> points = new ArrayList<>();
    for (Map<String, Object> entry : entries) {
      if (entry.containsKey(COLLECTIONS) == ofEvaluations
          && entry.get("step") instanceof Number step
          && entry.get(key) instanceof Number value) {
        points.add(new double[] {step.doubleValue(), value.doubleValue()});
      }
    }
    return new Curve(title, points);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
