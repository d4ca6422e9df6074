package dev.tern.engine.cli;

import dev.tern.encoder.training.run.Evaluation;
import dev.tern.encoder.training.run.Trainer;
import dev.tern.encoder.training.run.Trainer.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern train`: a configuration becomes a model.
@Command(
    name = "train",
    description = {
      "Trains a sparse encoder as a configuration says.",
      "The output directory holds checkpoints, a log, curves (report.html) and, at the end, the"
          + " model. Ctrl-C writes a checkpoint; --resume goes on from the last one and ends with"
          + " the same weights, bit for bit."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tern train train.json", "  tern train train.json --resume --threads 8"})
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CONFIG",
      description = "JSON file; see encoder/TRAINING.md")
  private Path config;

  @Option(names = "--resume", description = "go on with the run in the output directory")
  private boolean resume;

  @Mixin private ThreadOption threads;

  @Option(names = "--json", description = "one JSON object for each evaluation and one at the end")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    int count = threads.count();
    try (TrainingDisplay display = new TrainingDisplay(count, json);
        Trainer trainer =
            Trainer.open(config, new Trainer.Surroundings(count, resume, display, display))) {
      display.begin(trainer.steps(), trainer.config().steps());
      Interruption.run(
          trainer::cancel,
          () -> train(trainer, display),
          () ->
              "interrupted after step "
                  + trainer.steps()
                  + " of "
                  + trainer.config().steps()
                  + "; go on with: tern train "
                  + config
                  + " --resume");
      report(trainer, display.seconds());
    }
    return 0;
  }

  private static Path train(Trainer trainer, TrainingDisplay display) throws IOException {
    try {
      if (trainer.run() == Outcome.CANCELLED) {
        throw new CancellationException("training was cancelled");
      }
      return trainer.model();
    } finally {
      display.clear();
    }
  }

  private void report(Trainer trainer, double seconds) {
    Optional<Evaluation> best = trainer.best();
    if (json) {
      JsonLine line =
          new JsonLine()
              .with("steps", trainer.steps())
              .with("skippedRows", trainer.skipped())
              .with("seconds", seconds)
              .with("model", trainer.model().toString());
      best.ifPresent(evaluation ->
          line.with("bestStep", evaluation.step())
              .with("bestNdcg@10", evaluation.mean().ndcg())
              .with("best", trainer.model().resolveSibling("best").toString()));
      line.print();
      return;
    }
    Console.OUT.printf(
        Locale.ROOT,
        "%s in %s: %s%n",
        Count.of(trainer.steps(), "step"),
        Progress.time(seconds),
        trainer.model());
    if (trainer.skipped() > 0) {
      Console.OUT.printf(
          "Skipped, since they cannot be used: %s.%n", Count.of(trainer.skipped(), "row"));
    }
    best.ifPresent(evaluation ->
        Console.OUT.printf(
            Locale.ROOT,
            "The best model, NDCG@10 %.4f after step %,d: %s%n",
            evaluation.mean().ndcg(),
            evaluation.step(),
            trainer.model().resolveSibling("best")));
    Console.OUT.flush();
  }
}
