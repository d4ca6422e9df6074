package dev.tern.encoder.training.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.training.config.TrainConfig;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.StateFile;
import dev.tern.encoder.training.state.TrainingState;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingStepTest {
  private static final GoldenModel MODEL = new GoldenModel(Golden.resource("training/models/mini"));

  private static final String TRAINED_IDF =
      """
      "idf": {"rate": 0.01}, "micro_batches": 2, "ranking": [{"loss": "kl"}],
      "sparsity": {"loss": "df_flops", "lambda": 0.02, "ramp_steps": 5},
      "optimiser": {"rate": 0.002, "average_decay": 0.9, "clip_norm": 1}\
      """;

  private static final String SIAMESE =
      """
      "query_side": "siamese", "texts_per_pass": 5, "ranking": [
        {"loss": "infonce", "candidates": "batch", "negatives": "both", "weight": 2},
        {"loss": "margin_mse", "weight": 0.1}],
      "sparsity": {"loss": "l1", "lambda": 0.001},
      "query_sparsity": {"loss": "flops", "lambda": 0.02, "ramp_steps": 3},
      "optimiser": {"rate": 0.002}\
      """;

  private static final String BINARY =
      """
      "query_side": "binary", "ranking": [{"loss": "kl"}],
      "sparsity": {"loss": "idf_flops", "lambda": 0.002, "mean": "slots", "l0_threshold": 2},
      "optimiser": {"rate": 0.002, "decay_everything": true}\
      """;

  @TempDir Path directory;

  private TrainConfig config(String keys) throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(
        file,
        """
        {"model": "m", "output": "o", "steps": 20, "teachers": [{"name": "t", "kind": "scores",
          "path": "s"}], "data": [{"name": "d", "path": "d", "format": "triples",
          "documents_per_query": 3}],
        """
            + keys
            + "}");
    return TrainConfig.read(file);
  }

  private static List<GoldenModel.Ranking> batches() throws IOException {
    Path file = Golden.resource("training/steps/data-mini.json");
    Object batches = JSON.std.mapFrom(Files.readString(file)).get("ranking");
    return ((List<?>) batches).stream().map(GoldenModel::batch).toList();
  }

  private static List<float[]> weights(TrainingStep step) {
    List<Parameter> parameters = new ArrayList<>(step.student().parameters());
    step.idf().ifPresent(parameters::add);
    return parameters.stream().map(parameter -> parameter.values().clone()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {TRAINED_IDF, SIAMESE, BINARY})
  void aResumedRunEndsWithTheSameBits(String keys) throws IOException {
    TrainConfig config = config(keys);
    List<GoldenModel.Ranking> batches = batches();
    List<float[]> expected;
    TrainingState state = new TrainingState();
    double first;
    double last;
    try (Student student = MODEL.student(Map.of(), 1)) {
      TrainingStep step = TrainingStep.of(config, student, MODEL.idf(), GoldenModel.special());
      first = run(step, batches.subList(0, 6));
      step.save(state);
      // A state shares its arrays with the run, which goes on.
      state = copy(state);
      last = run(step, batches.subList(6, 10));
      expected = weights(step);
      assertEquals(keys.equals(TRAINED_IDF), step.idf().isPresent());
    }
    assertTrue(Double.isFinite(first) && Double.isFinite(last));
    try (Student student = MODEL.student(Map.of(), 2)) {
      TrainingStep step = TrainingStep.of(config, student, MODEL.idf(), GoldenModel.special());
      step.restore(state);
      assertEquals(last, run(step, batches.subList(6, 10)));
      List<float[]> found = weights(step);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), found.get(i), "parameter " + i);
      }
    }
  }

  private TrainingState copy(TrainingState state) throws IOException {
    Path file = directory.resolve("state");
    StateFile.write(state, file);
    return StateFile.read(file);
  }

  /// The sum of the losses.
  private static double run(TrainingStep step, List<GoldenModel.Ranking> batches) {
    double sum = 0;
    for (GoldenModel.Ranking batch : batches) {
      StepReport report = step.run(batch.batch(), batch.targets());
      assertTrue(report.loss().documentTerms() > 0 && report.loss().queryTerms() > 0);
      assertTrue(report.loss().tokens() > 12);
      sum += report.loss().total();
    }
    return sum;
  }

  /// A price too small to move anything asks for whole vectors, and none for the queries' columns.
  @ParameterizedTest
  @ValueSource(ints = {64, 4})
  void withoutPriceTheColumnsOfTheQueriesAreEnough(int textsPerPass) throws IOException {
    String keys =
        """
        "ranking": [{"loss": "kl"}], "idf": {"rate": 0.01},
        "texts_per_pass": %d, "optimiser": {"rate": 0.002}\
        """
            .formatted(textsPerPass);
    String price = ", \"sparsity\": {\"loss\": \"l1\", \"lambda\": 1e-300, \"ramp_steps\": 1}";
    List<List<float[]>> found = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (String more : List.of("", price)) {
      try (Student student = MODEL.student(Map.of(), 2)) {
        TrainingStep step =
            TrainingStep.of(config(keys + more), student, MODEL.idf(), GoldenModel.special());
        losses.add(run(step, batches()));
        found.add(weights(step));
      }
    }
    assertEquals(losses.get(1), losses.get(0));
    for (int i = 0; i < found.get(0).size(); i++) {
      assertArrayEquals(found.get(1).get(i), found.get(0).get(i), "parameter " + i);
    }
  }

  @Test
  void weightsThatAreNotFiniteAreNotMoved() throws IOException {
    try (Student student = MODEL.student(Map.of(), 1)) {
      TrainingStep step =
          TrainingStep.of(config(BINARY), student, MODEL.idf(), GoldenModel.special());
      float[] bias = student.parameters().getLast().values();
      bias[7] = Float.NaN;
      student.refresh();
      float[] before = student.parameters().getFirst().values().clone();
      StepReport report = step.run(batches().getFirst().batch(), batches().getFirst().targets());
      assertFalse(Double.isFinite(report.loss().total()));
      assertFalse(report.step().orElseThrow().isTaken());
      assertArrayEquals(before, student.parameters().getFirst().values());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    TrainConfig config = config(TRAINED_IDF);
    try (Student student = MODEL.student(Map.of(), 1)) {
      assertEquals(
          "a table has a weight for each column of a vector: weights=3 columns=60",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TrainingStep.of(config, student, new float[3], new BitSet()))
              .getMessage());
      TrainingStep step = TrainingStep.of(config, student, MODEL.idf(), GoldenModel.special());
      assertThrows(StateException.class, () -> step.restore(new TrainingState()));
      step.run(batches().getFirst().batch(), batches().getFirst().targets());
      assertThrows(IllegalStateException.class, () -> step.save(new TrainingState()));
    }
    try (Student dense = MODEL.student(Map.of("pooling", "mean"), 1)) {
      assertEquals(
          "the queries of a dense student go through it too, as dimensions are no tokens: side=IDF",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TrainingStep.of(config, dense, MODEL.idf(), new BitSet()))
              .getMessage());
      TrainingStep.of(config(SIAMESE), dense, new float[0], new BitSet());
    }
    int[] text = {2, 3};
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenizedBatch(List.of(text, text), List.of(text, text, text)));
    assertThrows(
        IllegalArgumentException.class, () -> new TokenizedBatch(List.of(), List.of(text)));
  }

  @Test
  void frequenciesAreThoseOfTheLastCompleteCount() throws IOException {
    DocumentFrequencies counts = new DocumentFrequencies(3, 0.5, 2);
    SparseRows both = rows(new int[] {0, 2}, new int[] {2});
    SparseRows none = rows(new int[0], new int[] {1});
    assertArrayEquals(new double[] {0.5, 0, 1}, counts.observe(both), 1e-12);
    for (int i = 1; i < DocumentFrequencies.BATCHES; i++) {
      counts.observe(both);
    }
    TrainingState state = new TrainingState();
    counts.save(state);
    for (int i = 0; i < DocumentFrequencies.BATCHES - 1; i++) {
      assertArrayEquals(new double[] {0.5, 0, 1}, counts.observe(none), 1e-12);
    }
    assertArrayEquals(new double[] {0, 0.5, 0}, counts.observe(none), 1e-12);
    DocumentFrequencies restored = new DocumentFrequencies(3, 0.5, 2);
    restored.restore(state);
    assertArrayEquals(new double[] {0.5, 0, 1}, restored.observe(none), 1e-12);
  }

  private static SparseRows rows(int[]... ids) {
    List<double[]> values =
        Arrays.stream(ids).map(row -> Arrays.stream(row).mapToDouble(_ -> 1).toArray()).toList();
    return SparseRows.of(3, List.of(ids), values);
  }
}
