package dev.tern.engine.cli;

import dev.tern.encoder.training.config.EvaluationConfig.Judged;
import dev.tern.encoder.training.run.Evaluation;
import dev.tern.encoder.training.run.Judge;
import dev.tern.encoder.training.run.RunListener;
import dev.tern.encoder.training.run.StepFigures;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.evaluation.BeirCollection;
import dev.tern.engine.evaluation.EvaluationOptions;
import dev.tern.engine.evaluation.Evaluator;
import dev.tern.engine.evaluation.Metric;
import dev.tern.engine.evaluation.SparsityStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Shows how a run goes on, and judges its models as `tern eval` does.
final class TrainingDisplay implements RunListener, Judge, AutoCloseable {
  private static final Metric NDCG = Metric.parse("ndcg@10");

  private final int threads;
  private final boolean json;
  private final long startNanos = System.nanoTime();
  private Optional<Progress> progress = Optional.empty();
  private long steps;
  private long total;
  private long lastNanos = startNanos;

  /// @param threads of the encoders that judge
  /// @param json whether evaluations are printed as JSON
  TrainingDisplay(int threads, boolean json) {
    this.threads = threads;
    this.json = json;
  }

  /// Says where the run begins.
  void begin(long firstStep, long totalSteps) {
    steps = firstStep;
    total = totalSteps;
    lastNanos = System.nanoTime();
  }

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  @Override
  public void stepped(StepFigures figures) {
    long now = System.nanoTime();
    if (progress.isEmpty()) {
      progress = Optional.of(new Progress("training", "steps", total));
      progress.get().resume(steps);
    }
    steps = figures.step();
    progress.get().at(steps, note(figures, (now - lastNanos) / 1e9));
    lastNanos = now;
  }

  private static String note(StepFigures figures, double seconds) {
    return String.format(
        Locale.ROOT,
        ", loss %.2f + %.2f, %.0f terms, %,.0f tokens/s",
        figures.ranking(),
        figures.loss() - figures.ranking(),
        figures.documentTerms(),
        figures.tokens() / Math.max(seconds, 1e-9));
  }

  @Override
  public Figures judge(Path model, Judged collection) throws IOException {
    clear();
    BeirCollection opened = BeirCollection.open(collection.path());
    long documents = CorpusFiles.lines(CorpusFiles.resolve(List.of(collection.path())));
    Trial trial =
        Trial.sparse(
            new Trial.Task(opened, collection.split(), documents),
            TextIndexOptions.model(model).withThreads(threads));
    double ndcg =
        new Evaluator(trial.qrels(), EvaluationOptions.standard())
            .evaluate(trial.run(), List.of(NDCG))
            .summary(NDCG);
    SparsityStatistics lengths = trial.lengths().orElseThrow();
    return new Figures(
        ndcg, lengths.flops(), lengths.meanDocumentLength(), lengths.meanQueryLength());
  }

  @Override
  public void evaluated(Evaluation evaluation, boolean isBest) {
    lastNanos = System.nanoTime();
    Figures mean = evaluation.mean();
    if (json) {
      new JsonLine()
          .with("step", evaluation.step())
          .with("ndcg@10", mean.ndcg())
          .with("flops", mean.flops())
          .with("documentTerms", mean.documentTerms())
          .with("queryTerms", mean.queryTerms())
          .with("isBest", isBest)
          .print();
      return;
    }
    Console.OUT.printf(
        Locale.ROOT,
        "step %,6d: NDCG@10 %.4f, FLOPS %.2f, %.0f terms a document%s%n",
        evaluation.step(),
        mean.ndcg(),
        mean.flops(),
        mean.documentTerms(),
        isBest ? ", the best so far" : "");
    Console.OUT.flush();
  }

  /// Takes the line of progress away; the next step brings it back.
  void clear() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }

  @Override
  public void close() {
    clear();
  }
}
