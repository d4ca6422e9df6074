package dev.tern.encoder.training.config;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.training.config.QueryConfig.Side;
import dev.tern.encoder.training.config.SparsityConfig.Kind;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.teacher.ScoreScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that a training run was asked for.
///
/// @param model directory of the student
/// @param activation of its vectors; empty for what the directory says
/// @param output directory of the run
/// @param seed of everything random
/// @param steps of the optimiser
/// @param batch how large a batch is
/// @param queries how queries become vectors
/// @param ranking losses of scores, at least one
/// @param sparsity loss of documents, if there is one
/// @param querySparsity loss of siamese queries, if there is one
/// @param teaching who teaches
/// @param data at least one data set
/// @param skipsBadRows whether rows that cannot be used are counted and left out
/// @param cache directory of the vectors of teachers
/// @param optimiser how weights move
/// @param checkpointSteps between two checkpoints
/// @param evaluation during the run, if there is one
public record TrainConfig(
    Path model,
    Optional<SpladeActivation> activation,
    Path output,
    long seed,
    int steps,
    BatchConfig batch,
    QueryConfig queries,
    List<RankingConfig> ranking,
    Optional<SparsityConfig> sparsity,
    Optional<SparsityConfig> querySparsity,
    TeachingConfig teaching,
    List<DataConfig> data,
    boolean skipsBadRows,
    Path cache,
    OptimiserConfig optimiser,
    int checkpointSteps,
    Optional<EvaluationConfig> evaluation) {
  private enum BadRows {
    STOP,
    SKIP
  }

  /// How large a batch is.
  ///
  /// @param queries in a micro batch
  /// @param microBatches in a step
  /// @param maxTokens of a text, special tokens included
  /// @param textsPerPass texts whose activations are in memory at once: a micro batch of more of
  ///   them is computed twice, with the same gradients but for rounding
  public record BatchConfig(int queries, int microBatches, int maxTokens, int textsPerPass) {}

  /// Who teaches.
  ///
  /// @param teachers may be none
  /// @param common scale of their scores
  /// @param scale S of the target
  /// @param studentScale what the student's scores are multiplied by before they are compared with
  ///   the target: raw scores of some models range to 100, and against S = 10 the first hundred
  ///   steps would do nothing but make them smaller
  public record TeachingConfig(
      List<TeacherConfig> teachers, ScoreScale common, double scale, double studentScale) {
    /// Copies the list.
    public TeachingConfig {
      teachers = List.copyOf(teachers);
    }
  }

  /// Reads and checks a file.
  ///
  /// @throws ConfigException if it is no configuration of a run, naming the key
  public static TrainConfig read(Path file) throws IOException {
    ConfigObject root = ConfigObject.read(file);
    int steps =
        root.findInteger("steps", 1, Integer.MAX_VALUE).orElseThrow(() -> root.missing("steps"));
    BatchConfig batch =
        new BatchConfig(
            root.integer("queries_per_batch", 1, 100_000, 16),
            root.integer("micro_batches", 1, 100_000, 1),
            root.integer("max_tokens", 3, 1 << 20, 256),
            root.integer("texts_per_pass", 1, Integer.MAX_VALUE, Integer.MAX_VALUE));
    TrainConfig config =
        new TrainConfig(
            root.path("model"),
            root.has("activation")
                ? Optional.of(root.choice("activation", SpladeActivation.LOG1P_RELU))
                : Optional.empty(),
            root.path("output"),
            root.integer("seed", 0, Integer.MAX_VALUE, 1),
            steps,
            batch,
            QueryConfig.read(root),
            ranking(root),
            sparsity(root, "sparsity", steps),
            sparsity(root, "query_sparsity", steps),
            teaching(root),
            data(root, root.integer("documents_per_query", 1, 10_000, 2)),
            root.choice("bad_rows", BadRows.STOP) == BadRows.SKIP,
            root.findPath("cache").orElse(root.path("output").resolve("cache")),
            OptimiserConfig.read(root.object("optimiser"), steps, batch.microBatches()),
            root.integer("checkpoint_steps", 1, Integer.MAX_VALUE, 1000),
            root.has("evaluation")
                ? Optional.of(EvaluationConfig.read(root.object("evaluation")))
                : Optional.empty());
    root.end();
    config.checkTogether(root);
    return config;
  }

  private static List<RankingConfig> ranking(ConfigObject root) throws ConfigException {
    List<RankingConfig> losses = new ArrayList<>();
    for (ConfigObject object : root.objects("ranking")) {
      losses.add(RankingConfig.read(object));
    }
    if (losses.isEmpty()) {
      throw root.refusal("ranking", "needs at least one loss, such as {\"loss\": \"kl\"}");
    }
    return List.copyOf(losses);
  }

  private static Optional<SparsityConfig> sparsity(ConfigObject root, String key, int steps)
      throws ConfigException {
    return root.has(key)
        ? Optional.of(SparsityConfig.read(root.object(key), steps))
        : Optional.empty();
  }

  private static TeachingConfig teaching(ConfigObject root) throws ConfigException {
    List<TeacherConfig> teachers = new ArrayList<>();
    for (ConfigObject object : root.objects("teachers")) {
      teachers.add(TeacherConfig.read(object));
    }
    return new TeachingConfig(
        teachers,
        root.choice("teacher_scale", ScoreScale.MIN_MAX),
        root.number("score_scale", Range.POSITIVE, 30),
        root.number("student_scale", Range.POSITIVE, 1));
  }

  private static List<DataConfig> data(ConfigObject root, int group) throws ConfigException {
    List<DataConfig> data = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigObject object : root.objects("data")) {
      data.add(DataConfig.read(object, group));
      if (!names.add(data.getLast().name())) {
        throw object.refusal("name", "is that of another data set too; choose another");
      }
    }
    if (data.isEmpty()) {
      throw root.refusal("data", "needs at least one data set");
    }
    return List.copyOf(data);
  }

  /// Refuses parts that do not go together.
  private void checkTogether(ConfigObject root) throws ConfigException {
    if (queries.side() == Side.IDF
        && sparsity.filter(loss -> loss.kind() == Kind.IDF_FLOPS).isPresent()) {
      throw root.refusal(
          "sparsity",
          "divides by idf and query_side multiplies by it, so it counts twice; take binary queries,"
              + " or the loss flops");
    }
    if (querySparsity.isPresent() && queries.side() != Side.SIAMESE) {
      throw root.refusal(
          "query_sparsity", "prices queries that no model makes; set query_side to siamese");
    }
    for (RankingConfig loss : ranking) {
      for (DataConfig set : data) {
        check(root, loss, set);
      }
      if (loss.loss().needsTeacher() && teaching.teachers().isEmpty()) {
        throw root.refusal("teachers", "is empty and a ranking loss compares with teachers");
      }
    }
    for (TeacherConfig teacher : teaching.teachers()) {
      checkRows(root, teacher);
    }
  }

  private static void check(ConfigObject root, RankingConfig loss, DataConfig set)
      throws ConfigException {
    if (loss.candidates() == Candidates.OWN && set.group() < 2) {
      throw root.refusal(
          "ranking",
          "tells a query's own documents apart, and data set "
              + set.name()
              + " has one of each; set candidates to batch, or mine negatives");
    }
    if (loss.needsPositive() && set.format() == DataConfig.Format.DISTILLATION) {
      throw root.refusal(
          "ranking",
          "needs a positive document, and data set " + set.name() + " has scores instead");
    }
  }

  private void checkRows(ConfigObject root, TeacherConfig teacher) throws ConfigException {
    if (teacher.kind() != TeacherConfig.Kind.ROWS) {
      return;
    }
    for (DataConfig set : data) {
      if (set.format() != DataConfig.Format.DISTILLATION) {
        throw root.refusal(
            "teachers", "takes scores from rows, and data set " + set.name() + " has none");
      }
    }
    for (RankingConfig loss : ranking) {
      if (loss.loss().needsTeacher() && loss.candidates() == Candidates.BATCH) {
        throw root.refusal(
            "ranking",
            "compares every query with all documents of the batch, and teacher "
                + teacher.name()
                + " scores only a query's own; set candidates to own");
      }
    }
  }
}
