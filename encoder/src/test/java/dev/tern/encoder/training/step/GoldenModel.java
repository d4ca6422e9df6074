package dev.tern.encoder.training.step;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.training.TrainingGolden;
import dev.tern.encoder.training.config.RankingConfig;
import dev.tern.encoder.training.config.SparsityConfig;
import dev.tern.encoder.training.config.SparsityConfig.Kind;
import dev.tern.encoder.training.config.SparsityConfig.Mean;
import dev.tern.encoder.training.loss.InfoNce;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.LambdaRamp;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.model.MaskedTokens;
import dev.tern.encoder.training.model.Student;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A small model of the references, its batches and what its settings mean.
///
/// @param directory with the checkpoint
record GoldenModel(Path directory) {
  /// A ranking batch with the teacher's scores.
  record Ranking(TokenizedBatch batch, Targets targets) {}

  Student student(Map<String, Object> settings, int threads) throws IOException {
    PoolingConfig pooling =
        settings.containsKey("pooling")
            ? new PoolingConfig.Dense(
                settings.get("pooling").equals("mean") ? TokenPooling.MEAN : TokenPooling.CLS, true)
            : new PoolingConfig.Splade(
                Boolean.TRUE.equals(settings.get("double_log"))
                    ? SpladeActivation.LOG1P_LOG1P_RELU
                    : SpladeActivation.LOG1P_RELU);
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return Student.load(checkpoint, ModelConfig.read(directory), pooling, threads);
    }
  }

  /// The table in the order of the vocabulary.
  float[] idf() throws IOException {
    Map<String, Object> weights = JSON.std.mapFrom(Files.readString(directory.resolve("idf.json")));
    List<String> vocabulary = Files.readAllLines(directory.resolve("vocab.txt"));
    float[] idf = new float[vocabulary.size()];
    for (int id = 0; id < idf.length; id++) {
      idf[id] = ((Number) weights.getOrDefault(vocabulary.get(id), 0)).floatValue();
    }
    return idf;
  }

  static BitSet special() {
    BitSet special = new BitSet();
    special.set(0, 5);
    return special;
  }

  static List<RankingConfig> ranking(Map<String, Object> settings) {
    double scale = number(settings, "score_scale", 1);
    return List.of(
        settings.get("rank").equals("kl")
            ? new RankingConfig(new KullbackLeibler(1 / scale, 1, false), Candidates.OWN, 1)
            : new RankingConfig(new InfoNce(InfoNce.Negatives.ALL, scale), Candidates.BATCH, 1));
  }

  /// @param lambda name of the weight
  /// @param steps of its ramp
  static Optional<SparsityConfig> sparsity(Map<String, Object> settings, String lambda, int steps) {
    if (!settings.containsKey(lambda)) {
      return Optional.empty();
    }
    boolean isSlot = lambda.equals("lambda_d") && "slot".equals(settings.get("flops"));
    return Optional.of(
        new SparsityConfig(
            Boolean.TRUE.equals(settings.get("flops_idf")) ? Kind.IDF_FLOPS : Kind.FLOPS,
            new LambdaRamp(number(settings, lambda, 0), steps),
            isSlot ? Mean.SLOTS : Mean.POOLED,
            0,
            0.1,
            10));
  }

  static double number(Map<String, Object> settings, String key, double ifAbsent) {
    Object value = settings.get(key);
    return value == null ? ifAbsent : ((Number) value).doubleValue();
  }

  static Ranking batch(Object batch) {
    Map<String, Object> object = TrainingGolden.object(batch);
    List<int[]> documents =
        ((List<?>) object.get("documents"))
            .stream().flatMap(query -> texts(query).stream()).toList();
    double[] teacher =
        ((List<?>) object.get("teacher"))
            .stream()
                .flatMap(row -> ((List<?>) row).stream())
                .mapToDouble(score -> ((Number) score).doubleValue())
                .toArray();
    TokenizedBatch tokens = new TokenizedBatch(texts(object.get("queries")), documents);
    return new Ranking(tokens, Targets.own(teacher));
  }

  static List<int[]> texts(Object lists) {
    return ((List<?>) lists).stream().map(GoldenModel::ids).toList();
  }

  private static int[] ids(Object list) {
    return ((List<?>) list).stream().mapToInt(id -> (Integer) id).toArray();
  }

  static List<int[]> maskedTexts(Object batch) {
    return texts(TrainingGolden.object(batch).get("input_ids"));
  }

  static MaskedTokens masked(Object batch) {
    Map<String, Object> object = TrainingGolden.object(batch);
    return new MaskedTokens(texts(object.get("positions")), texts(object.get("labels")));
  }

  static void assertNear(double expected, double found, double tolerance, String what) {
    assertTrue(
        Math.abs(expected - found) <= tolerance,
        () -> what + " expected " + expected + " found " + found + " tolerance " + tolerance);
  }
}
