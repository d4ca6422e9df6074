package dev.tern.encoder.training.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.config.OptimiserConfig;
import dev.tern.encoder.training.config.QueryConfig;
import dev.tern.encoder.training.config.QueryConfig.Side;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.config.TrainConfig.BatchConfig;
import dev.tern.encoder.training.config.TrainConfig.TeachingConfig;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.model.Tape;
import dev.tern.encoder.training.optimiser.Clipping;
import dev.tern.encoder.training.optimiser.LearningRate;
import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.teacher.ScoreScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A run of ten steps that the references describe, and how to repeat it.
record GoldenRun(Path file, Map<String, Object> description) {
  private static final Schedule TEN_STEPS = new Schedule(3, 10, 5);

  static GoldenRun read(Path file) throws IOException {
    return new GoldenRun(file, JSON.std.mapFrom(Files.readString(file)));
  }

  /// How rate and lambda go.
  ///
  /// @param warmUp steps
  /// @param total steps
  /// @param ramp steps of lambda
  record Schedule(int warmUp, int total, int ramp) {}

  /// What a step reported.
  record Row(double loss, double rank, double flops, double norm, double weightNorm) {}

  /// @param parameters the table of query weights last, if it was trained
  record Trained(List<Parameter> parameters, List<Row> rows) {}

  private Map<String, Object> settings() {
    return TrainingGolden.object(description.get("settings"));
  }

  private boolean isMasked() {
    return settings().get("rank").equals("mlm");
  }

  /// The ten steps of the description.
  Trained train(int textsPerPass, int threads) throws IOException {
    Map<String, Object> data =
        JSON.std.mapFrom(Files.readString(file.resolveSibling((String) description.get("data"))));
    List<?> batches = (List<?>) data.get(isMasked() ? "mlm" : "ranking");
    return train(batches, TEN_STEPS, textsPerPass, threads);
  }

  Trained train(List<?> batches, Schedule schedule, int textsPerPass, int threads)
      throws IOException {
    GoldenModel model =
        new GoldenModel(
            file.resolveSibling("..").resolve((String) description.get("model")).normalize());
    try (Student student = model.student(settings(), threads)) {
      return isMasked()
          ? guess(student, batches, schedule)
          : rank(model, student, batches, schedule, textsPerPass);
    }
  }

  private Trained guess(Student student, List<?> batches, Schedule schedule) {
    Optimiser optimiser = optimiser(1, schedule).optimiser(student.parameters(), List.of());
    Tape tape = student.newTape();
    List<Row> rows = new ArrayList<>();
    for (Object batch : batches) {
      TokenBatch texts = TokenBatch.of(GoldenModel.maskedTexts(batch));
      double loss = student.maskedTokens(texts, GoldenModel.masked(batch), tape, 1);
      Optimiser.Step step = optimiser.microBatchDone().orElseThrow();
      student.refresh();
      rows.add(new Row(loss, loss, 0, step.gradientNorm(), weightNorm(student.parameters())));
    }
    return new Trained(student.parameters(), rows);
  }

  private Trained rank(
      GoldenModel model, Student student, List<?> batches, Schedule schedule, int textsPerPass)
      throws IOException {
    int parts = (int) GoldenModel.number(settings(), "accumulate", 1);
    TrainingStep training =
        TrainingStep.of(
            config(parts, schedule, textsPerPass), student, model.idf(), GoldenModel.special());
    List<Parameter> parameters = new ArrayList<>(student.parameters());
    training.idf().ifPresent(parameters::add);
    List<Row> rows = new ArrayList<>();
    for (Object batch : batches) {
      GoldenModel.Ranking whole = GoldenModel.batch(batch);
      double loss = 0;
      double rank = 0;
      double flops = 0;
      for (int part = 0; part < parts; part++) {
        GoldenModel.Ranking some = part(whole, part, parts);
        StepReport report = training.run(some.batch(), some.targets());
        loss += report.loss().total() / parts;
        rank += report.loss().ranking() / parts;
        flops += report.loss().sparsity() / parts;
        if (report.step().isPresent()) {
          assertTrue(report.step().get().isTaken());
          double norm = report.step().get().gradientNorm();
          rows.add(new Row(loss, rank, flops, norm, weightNorm(parameters)));
        }
      }
    }
    return new Trained(parameters, rows);
  }

  private static GoldenModel.Ranking part(GoldenModel.Ranking whole, int part, int parts) {
    TokenizedBatch batch = whole.batch();
    int queries = batch.queries().size() / parts;
    int from = part * queries;
    int g = batch.group();
    double[] own = new double[queries * g];
    System.arraycopy(whole.targets().own(), from * g, own, 0, own.length);
    return new GoldenModel.Ranking(
        new TokenizedBatch(
            batch.queries().subList(from, from + queries),
            batch.documents().subList(from * g, (from + queries) * g)),
        Targets.own(own));
  }

  private static double weightNorm(List<Parameter> parameters) {
    double sum = 0;
    for (Parameter parameter : parameters) {
      for (float value : parameter.values()) {
        sum += (double) value * value;
      }
    }
    return Math.sqrt(sum);
  }

  private OptimiserConfig optimiser(int microBatches, Schedule schedule) {
    return new OptimiserConfig(
        GoldenModel.number(settings(), "rate", 0),
        new LearningRate(schedule.warmUp, schedule.total),
        0.01,
        ((String) settings().get("decay")).startsWith("everything"),
        0.9,
        0.999,
        1e-8,
        settings().get("clip") == null
            ? Clipping.NONE
            : new Clipping(GoldenModel.number(settings(), "clip", 1)),
        Optional.empty(),
        microBatches);
  }

  private TrainConfig config(int microBatches, Schedule schedule, int textsPerPass) {
    Side side = Side.valueOf(((String) settings().get("queries")).toUpperCase(Locale.ROOT));
    Optional<Double> idfRate =
        settings().containsKey("trainable_idf")
            ? Optional.of(
                GoldenModel.number(
                    settings(), "idf_rate", GoldenModel.number(settings(), "rate", 0)))
            : Optional.empty();
    return new TrainConfig(
        file,
        Optional.empty(),
        file,
        1,
        schedule.total,
        new BatchConfig(4, microBatches, 512, textsPerPass),
        new QueryConfig(side, Optional.empty(), idfRate, Optional.empty()),
        GoldenModel.ranking(settings()),
        GoldenModel.sparsity(settings(), "lambda_d", schedule.ramp),
        GoldenModel.sparsity(settings(), "lambda_q", schedule.ramp),
        new TeachingConfig(List.of(), ScoreScale.RAW, 1, 1),
        List.of(),
        false,
        file,
        optimiser(microBatches, schedule),
        1000,
        Optional.empty());
  }

  void checkRows(List<Row> found) {
    List<?> rows = (List<?>) description.get("rows");
    assertEquals(rows.size(), found.size());
    for (int step = 0; step < found.size(); step++) {
      Map<String, Object> row = TrainingGolden.object(rows.get(step));
      check(row, "loss", found.get(step).loss(), step);
      check(row, "rank", found.get(step).rank(), step);
      check(row, "flops", found.get(step).flops(), step);
      check(row, "grad_norm", found.get(step).norm(), step);
      check(row, "weight_norm_after", found.get(step).weightNorm(), step);
    }
  }

  private void check(Map<String, Object> row, String key, double found, int step) {
    Object expected = row.get(key);
    if (expected == null) {
      return;
    }
    double value = ((Number) expected).doubleValue();
    // The rule of the references for a float implementation, over all steps: in a single one the
    // difference may be next to nothing by luck.
    double seen =
        ((List<?>) description.get("rows"))
            .stream()
                .map(other -> TrainingGolden.object(TrainingGolden.object(other).get("f32_diff")))
                .mapToDouble(differences -> GoldenModel.number(differences, key, 0))
                .max()
                .orElseThrow();
    double tolerance = Math.max(8 * seen, 8 * 0x1p-24 * Math.abs(value));
    GoldenModel.assertNear(
        value, found, tolerance, description.get("run") + " step " + step + " " + key);
  }

  void checkWeights(List<Parameter> found) throws IOException {
    TrainingGolden golden =
        TrainingGolden.of(description, file.resolveSibling((String) description.get("weights")));
    for (Parameter parameter : found) {
      if (!isKeyBias(parameter.name())) {
        golden.checkFloats(parameter.name(), parameter.values());
      }
    }
  }

  /// No output depends on the biases of keys: a softmax does not see them.
  static boolean isKeyBias(String name) {
    return name.endsWith(".key.bias") || name.endsWith(".k_lin.bias");
  }
}
