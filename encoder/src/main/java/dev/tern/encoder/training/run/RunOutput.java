package dev.tern.encoder.training.run;

import dev.tern.encoder.checkpoint.DirectoryTree;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.training.config.QueryConfig.Side;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.step.TrainingStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a run writes besides checkpoints: models and curves.
final class RunOutput {
  private final TrainConfig config;
  private final RunDirectory directory;
  private final TransformerSide source;
  private final SpladeActivation activation;
  private final TextBatches texts;
  private final TrainingStep step;
  private final float[] idf;

  /// @param idf weight of each token that the run began with; empty if none was asked for
  RunOutput(
      TrainConfig config,
      RunDirectory directory,
      TransformerSide source,
      SpladeActivation activation,
      TextBatches texts,
      TrainingStep step,
      float[] idf) {
    this.config = config;
    this.directory = directory;
    this.source = source;
    this.activation = activation;
    this.texts = texts;
    this.step = step;
    this.idf = idf;
  }

  /// Writes the model as it is now, the average of its weights if there is one, over the one there.
  ///
  /// @param evaluation of it, for the card
  void export(Path target, Optional<Evaluation> evaluation) throws IOException {
    String settings = Files.readString(directory.config(), StandardCharsets.UTF_8);
    String card = ModelCard.text(settings, step.optimiser().step(), evaluation);
    ModelExport export = new ModelExport(source, activation, source.maxTokens(), card);
    step.optimiser().swapAverage();
    try {
      Directories.replace(
          target,
          folder -> {
            export.write(folder, step.student().parameters(), table());
            texts.words().write(folder, step.factors().map(Parameter::values));
          });
    } finally {
      step.optimiser().swapAverage();
    }
  }

  /// The weights of queries without a model.
  private Optional<float[]> table() {
    if (config.queries().side() == Side.SIAMESE) {
      return Optional.empty();
    }
    float[] table = new float[step.student().config().vocabularySize()];
    if (config.queries().side() == Side.BINARY) {
      Arrays.fill(table, 1);
    } else {
      float[] weights = step.idf().isPresent() ? step.idf().get().values() : idf;
      System.arraycopy(weights, 0, table, 0, table.length);
    }
    for (int id = 0; id < table.length; id++) {
      table[id] = texts.special().get(id) ? 0 : Math.max(0, table[id]);
    }
    return Optional.of(table);
  }

  /// Judges the model as it would be written.
  Evaluation evaluate(Judge judge) throws IOException {
    Path trial = directory.path().resolve("trial");
    export(trial, Optional.empty());
    try {
      return Evaluation.of(
          step.optimiser().step(), trial, config.evaluation().orElseThrow(), judge);
    } finally {
      DirectoryTree.delete(trial);
    }
  }

  /// Draws the curves of a log.
  void report(RunLog log) throws IOException {
    List<Curve> curves =
        List.of(
            log.curve("dev NDCG@10", "ndcg@10", true),
            log.curve("dev FLOPS", "flops", true),
            log.curve("dev terms of a document", "document_terms", true),
            log.curve("loss", "loss", false),
            log.curve("ranking loss", "ranking", false),
            log.curve("price of documents, without its weight", "sparsity", false),
            log.curve("weight of that price", "lambda", false),
            log.curve("terms of a document in training", "document_terms", false),
            log.curve("norm of the gradient", "gradient_norm", false),
            log.curve("share of the learning rate", "rate_share", false),
            log.curve("tokens per second", "tokens_per_second", false));
    Files.writeString(
        directory.report(), CurveReport.html("Training " + directory.path().getFileName(), curves));
  }
}
