package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.training.config.OptimiserConfig;
import dev.tern.encoder.training.config.QueryConfig;
import dev.tern.encoder.training.config.RankingConfig;
import dev.tern.encoder.training.config.SparsityConfig;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.LambdaRamp;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.optimiser.Clipping;
import dev.tern.encoder.training.optimiser.LearningRate;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.step.BatchLoss;
import dev.tern.encoder.training.step.StepReport;
import dev.tern.encoder.training.step.Targets;
import dev.tern.encoder.training.step.TokenizedBatch;
import dev.tern.encoder.training.step.TrainingStep;
import dev.tern.encoder.training.teacher.ScoreScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// One batch for inference-free queries that a student is trained on again and again: KL
/// distillation of two documents a query, FLOPS, clipping, AdamW.
///
/// The bias of the head is set so low that about one column of a hundred is active, as in a model
/// that has been trained for a while: with random weights nearly all are.
final class TrainingWork implements AutoCloseable {
  private static final int GROUP = 2;
  private static final int QUERY_TOKENS = 8;

  private static final double LAMBDA = 0.01;
  private static final double RATE = 1e-6;
  private static final double DECAY = 0.01;
  private static final double CLIP_NORM = 1;

  /// Loss and gradients at the weights as they are.
  ///
  /// @param byName of each weight
  record Gradients(double loss, Map<String, float[]> byName) {}

  private final Student student;
  private final TrainingStep step;
  private final TokenizedBatch batch;
  private final Targets targets;
  private final int tokens;
  private final float[] idf;

  private TrainingWork(Student student, int texts, int tokens, long seed) {
    this.student = student;
    this.tokens = tokens;
    Random random = new Random(seed);
    int vocabularySize = student.config().vocabularySize();
    List<int[]> documents = new ArrayList<>();
    List<int[]> queries = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      documents.add(random.ints(tokens, 0, vocabularySize).toArray());
      if (i % GROUP == 0) {
        queries.add(Arrays.copyOf(documents.getLast(), QUERY_TOKENS));
      }
    }
    batch = new TokenizedBatch(queries, documents);
    targets = Targets.own(random.doubles(texts).toArray());
    idf = new float[vocabularySize];
    Arrays.fill(idf, 1);
    step = TrainingStep.of(config(queries.size(), 1), student, idf, new BitSet());
  }

  /// @param directory of a model that [RandomModel] has written
  /// @param texts documents of a batch, an even number
  /// @param tokens of each
  static TrainingWork load(Path directory, int threads, int texts, int tokens, long seed)
      throws IOException {
    Student student = Student.load(ModelDirectory.open(directory).documentSide(), threads);
    for (Parameter parameter : student.parameters()) {
      if (parameter.name().equals("cls.predictions.bias")) {
        Arrays.fill(parameter.values(), headBias(student));
      }
    }
    student.refresh();
    return new TrainingWork(student, texts, tokens, seed);
  }

  /// Four deviations of a logit below 0.
  private static float headBias(Student student) {
    return -4 * 0.04f * (float) Math.sqrt(student.config().hiddenSize());
  }

  private static TrainConfig config(int queries, int microBatches) {
    Path nowhere = Path.of("");
    return new TrainConfig(
        nowhere,
        Optional.empty(),
        nowhere,
        1,
        Integer.MAX_VALUE,
        new TrainConfig.BatchConfig(queries, microBatches, Integer.MAX_VALUE, Integer.MAX_VALUE),
        new QueryConfig(QueryConfig.Side.IDF, Optional.empty(), Optional.empty(), Optional.empty()),
        List.of(new RankingConfig(new KullbackLeibler(1, 1, false), Candidates.OWN, 1)),
        Optional.of(
            new SparsityConfig(
                SparsityConfig.Kind.FLOPS,
                new LambdaRamp(LAMBDA, 1),
                SparsityConfig.Mean.POOLED,
                0,
                0.1,
                10)),
        Optional.empty(),
        new TrainConfig.TeachingConfig(List.of(), ScoreScale.RAW, 1, 1),
        List.of(),
        false,
        nowhere,
        new OptimiserConfig(
            RATE,
            new LearningRate(0, Integer.MAX_VALUE),
            DECAY,
            false,
            0.9,
            0.999,
            1e-8,
            new Clipping(CLIP_NORM),
            Optional.empty(),
            microBatches),
        Integer.MAX_VALUE,
        Optional.empty());
  }

  /// A whole step: forward, losses, backward, optimiser.
  StepReport run() {
    return step.run(batch, targets);
  }

  /// The same forward and backward, but no weight moves.
  Gradients gradients() {
    // The first half of a step: its gradients count half.
    TrainConfig halves = config(batch.queries().size(), 2);
    BatchLoss loss = TrainingStep.of(halves, student, idf, new BitSet()).run(batch, targets).loss();
    Map<String, float[]> byName = new HashMap<>();
    for (Parameter parameter : student.parameters()) {
      float[] gradients = parameter.gradients().clone();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] *= 2;
      }
      byName.put(parameter.name(), gradients);
      parameter.clearGradients();
    }
    return new Gradients(loss.total(), byName);
  }

  /// What a peer needs to do the same steps with the same model.
  String batchJson() throws IOException {
    return JSON.std.asString(
        Map.of(
            "queries",
            batch.queries(),
            "documents",
            batch.documents(),
            "teacher",
            targets.own(),
            "lambda",
            LAMBDA,
            "rate",
            RATE,
            "decay",
            DECAY,
            "clip_norm",
            CLIP_NORM,
            "head_bias",
            headBias(student)));
  }

  /// Tokens that go through the model in a step.
  long batchTokens() {
    return (long) batch.documents().size() * tokens;
  }

  /// Floating point operations that a step cannot do without: those of a forward pass, twice as
  /// many for the way back through the layers, and none for the way back through the decoder, where
  /// a thousandth is left of them. What is computed again counts once.
  double operations() {
    ModelConfig config = student.config();
    double h = config.hiddenSize();
    double layer = 4 * h * h + 2 * h * config.intermediateSize();
    double dense = 3 * (config.layers() * layer + h * h) + h * config.vocabularySize();
    double attention = 3.0 * config.layers() * 2 * tokens * h;
    return 2 * batchTokens() * (dense + attention);
  }

  @Override
  public void close() {
    student.close();
  }
}
