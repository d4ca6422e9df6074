package dev.tern.encoder.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.LexicalFloor.Combination;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.config.EvaluationConfig.Judged;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.run.Trainer.Outcome;
import dev.tern.encoder.training.run.Trainer.Surroundings;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int STEPS = 8;
  private static final String[] WORDS = {
    "sea", "river", "bird", "stone", "wind", "tree", "boat", "fish", "cloud", "island", "sand"
  };

  /// A teacher of each kind that needs no file, both losses, a price, micro batches, an average,
  /// dropped rows, a trained table, evaluations.
  private static final String EVERYTHING =
      """
      "queries_per_batch": 3, "documents_per_query": 3, "micro_batches": 2, "max_tokens": 24,
      "bad_rows": "skip", "texts_per_pass": 5, "idf": {"rate": 0.01}, "student_scale": 0.3,
      "ranking": [{"loss": "kl"}, {"loss": "infonce", "candidates": "batch", "weight": 0.1}],
      "sparsity": {"loss": "df_flops", "lambda": 0.01, "ramp_steps": 5},
      "teachers": [{"name": "dense", "kind": "dense", "path": "model", "max_tokens": 16},
        {"name": "sparse", "kind": "sparse", "path": "model"}, {"name": "words", "kind": "bm25"}],
      "score_scale": 10,
      "optimiser": {"rate": 0.001, "warm_up_steps": 2, "clip_norm": 5, "average_decay": 0.9},
      "checkpoint_steps": 4,
      "evaluation": {"steps": 3, "collections": [{"path": "dev"}]}\
      """;

  private static final String LEAST =
      """
      "queries_per_batch": 3, "documents_per_query": 3, "max_tokens": 24, "bad_rows": "skip",
      "ranking": [{"loss": "infonce"}], "optimiser": {"rate": 0.001}, "checkpoint_steps": 2\
      """;

  @TempDir Path directory;

  @BeforeEach
  void writeDataAndModel() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory.resolve("model"));
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      List<String> negatives = new ArrayList<>();
      for (int k = 0; k < 2 + i % 3; k++) {
        negatives.add(text(i * 7 + k * 5 + 3));
      }
      rows.add(
          JSON.std.asString(
              Map.of("query", WORDS[i % 11], "positive", text(i), "negatives", negatives)));
    }
    rows.add(5, "{\"query\": \"no documents\"}");
    Files.write(directory.resolve("triples.jsonl"), rows);
  }

  private static String text(int i) {
    return "The "
        + WORDS[i % 11]
        + " and the "
        + WORDS[i / 2 % 11]
        + " by the "
        + WORDS[i / 5 % 11];
  }

  private Path config(String name, String settings) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".json"),
        "{\"model\": \"model\", \"output\": \""
            + name
            + "\", \"steps\": "
            + STEPS
            + ", \"data\": [{\"name\": \"t\", \"path\": \"triples.jsonl\", \"format\": \"triples\"}],"
            + settings
            + "}");
  }

  /// Goes up until step 3 and down afterwards.
  private static Judge.Figures judged(Path model, Judged collection) throws IOException {
    try (SparseEncoder encoder = SparseEncoder.load(model)) {
      assertFalse(encoder.encode("sea").isEmpty());
    }
    String card = Files.readString(model.resolve("README.md"));
    int step = Integer.parseInt(card.replaceAll("(?s).*After (\\d+) steps.*", "$1"));
    return new Judge.Figures(1 - Math.abs(step - 3) / 10.0, 2, 100, 3);
  }

  private static RunListener after(LongConsumer step) {
    return new RunListener() {
      @Override
      public void stepped(StepFigures figures) {
        step.accept(figures.step());
      }

      @Override
      public void evaluated(Evaluation evaluation, boolean isBest) {}
    };
  }

  private static Surroundings alone(boolean resume, RunListener listener) {
    return new Surroundings(1, resume, TrainerTest::judged, listener);
  }

  private static Outcome run(Path config, Surroundings around) throws IOException {
    try (Trainer trainer = Trainer.open(config, around)) {
      return trainer.run();
    }
  }

  /// A run that nothing stops.
  private Path unbroken(String settings) throws IOException {
    assertEquals(Outcome.DONE, run(config("whole", settings), alone(false, RunListener.NONE)));
    return directory.resolve("whole");
  }

  private static void assertSameRun(Path expected, Path found) throws IOException {
    for (String model : List.of("model", "best")) {
      assertEquals(Files.exists(expected.resolve(model)), Files.exists(found.resolve(model)));
      if (Files.exists(expected.resolve(model))) {
        for (String file : List.of("model.safetensors", "idf.json")) {
          assertArrayEquals(
              Files.readAllBytes(expected.resolve(model).resolve(file)),
              Files.readAllBytes(found.resolve(model).resolve(file)),
              model + "/" + file);
        }
      }
    }
    assertArrayEquals(
        Files.readAllBytes(expected.resolve("checkpoint.state")),
        Files.readAllBytes(found.resolve("checkpoint.state")));
    assertEquals(log(expected), log(found));
  }

  private static List<Map<String, Object>> log(Path run) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      Map<String, Object> entry = new TreeMap<>(JSON.std.mapFrom(line));
      entry.remove("tokens_per_second");
      entries.add(entry);
    }
    return entries;
  }

  @Test
  void aRunThatIsCancelledAndResumedEndsWithTheSameBits() throws IOException {
    Path whole = unbroken(EVERYTHING);
    Path config = config("parts", EVERYTHING);
    Trainer[] trainer = {null};
    for (int part = 0; part < 3; part++) {
      long stop = 2L * part + 1;
      RunListener listener =
          after(step -> {
            if (step >= stop) {
              trainer[0].cancel();
            }
          });
      try (Trainer opened = Trainer.open(config, alone(part > 0, listener))) {
        trainer[0] = opened;
        assertEquals(Outcome.CANCELLED, opened.run());
        assertTrue(opened.steps() >= stop && opened.steps() < STEPS);
      }
    }
    assertEquals(Outcome.DONE, run(config, alone(true, RunListener.NONE)));
    assertSameRun(whole, directory.resolve("parts"));
  }

  @Test
  void aRunThatIsKilledAndResumedEndsWithTheSameBits() throws IOException {
    Path whole = unbroken(EVERYTHING);
    Path config = config("killed", EVERYTHING);
    RunListener killer =
        after(step -> {
          if (step == 6) {
            throw new IllegalStateException("killed");
          }
        });
    assertThrows(IllegalStateException.class, () -> run(config, alone(false, killer)));
    assertFalse(Files.exists(directory.resolve("killed/model")));
    long[] first = {0};
    RunListener listener = after(step -> first[0] = first[0] == 0 ? step : first[0]);
    assertEquals(Outcome.DONE, run(config, alone(true, listener)));
    assertEquals(5, first[0], "it goes on behind the checkpoint of step 4");
    assertSameRun(whole, directory.resolve("killed"));
  }

  @Test
  void threadsChangeNoBit() throws IOException {
    Path whole = unbroken(EVERYTHING);
    Path config = config("two", EVERYTHING);
    run(config, new Surroundings(2, false, TrainerTest::judged, RunListener.NONE));
    assertSameRun(whole, directory.resolve("two"));
  }

  @Test
  void theBestModelIsKept() throws IOException {
    Path run = unbroken(EVERYTHING);
    assertTrue(Files.readString(run.resolve("best/README.md")).contains("After 3 steps"));
    assertTrue(Files.readString(run.resolve("best/README.md")).contains("| dev/dev | 1.0000 |"));
    assertTrue(Files.readString(run.resolve("model/README.md")).contains("After 8 steps"));
    assertTrue(Files.readString(run.resolve("report.html")).contains("dev NDCG@10"));
    List<Map<String, Object>> evaluations =
        log(run).stream().filter(entry -> entry.containsKey("collections")).toList();
    assertEquals(
        List.of(0, 3, 6, 8), evaluations.stream().map(entry -> entry.get("step")).toList());
    assertEquals(STEPS, log(run).size() - evaluations.size());
    try (var files = Files.list(run)) {
      assertEquals(
          List.of(
              "best",
              "cache",
              "checkpoint.state",
              "log.jsonl",
              "model",
              "report.html",
              "train.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /// What is exported is what was trained: the encoder gives the student's vectors.
  @Test
  void theModelGivesTheVectorsOfTheStudent() throws IOException {
    Path model = unbroken(LEAST).resolve("model");
    TransformerSide side = ModelDirectory.open(model).documentSide();
    String text = text(7);
    try (SparseEncoder encoder = SparseEncoder.load(model);
        SparseEncoder before = SparseEncoder.load(directory.resolve("model"));
        QueryEncoder queries = QueryEncoder.load(model);
        Student student = Student.load(side, 1)) {
      SparseVector vector = encoder.encode(text);
      SparseRows rows =
          student.forward(TokenBatch.of(encoder.tokenizer().encode(text, 24)), student.newTape());
      double[] dense = rows.denseRow(0);
      for (int id = 0; id < dense.length; id++) {
        double expected = encoder.tokenizer().isSpecial(id) ? 0 : dense[id];
        assertEquals(expected, vector.weightOf(id), 2e-6 * Math.max(1, expected));
      }
      assertFalse(vector.equals(before.encode(text)), "nothing was learned");
      assertTrue(side.pooling().orElseThrow() instanceof PoolingConfig.Splade);
      // The rarest word of the data weighs most.
      assertTrue(queries.encode("sand").weight(0) > queries.encode("the").weight(0));
    }
  }

  /// What the directory of the student adds to its vectors is in the score, and in the model.
  @Test
  void wordsAreWorthSomethingByThemselves() throws IOException {
    Path plain = unbroken(LEAST);
    Path words = directory.resolve("words");
    String settings = LEAST + ", \"cache\": \"c\"";
    new RetrievalConfig(
            Optional.of(LexicalFloor.DEFAULT),
            0.5f,
            Optional.of("expansion.tsv"),
            new Reading(OptionalInt.of(99), OptionalInt.of(33), true))
        .write(directory.resolve("model"));
    Files.writeString(directory.resolve("model/expansion.tsv"), "the\tand\t0.5\n");
    run(config("words", settings), alone(false, RunListener.NONE));
    for (String file : List.of("tern.json", "expansion.tsv")) {
      assertArrayEquals(
          Files.readAllBytes(directory.resolve("model").resolve(file)),
          Files.readAllBytes(words.resolve("model").resolve(file)));
    }
    try (QueryEncoder queries = QueryEncoder.load(words.resolve("model"));
        SparseEncoder documents = SparseEncoder.load(words.resolve("model"))) {
      assertEquals(2, queries.encode("the").size());
      assertEquals(Optional.of(LexicalFloor.DEFAULT), documents.floor());
    }
    double[] losses = {firstLoss(plain), firstLoss(words)};
    assertTrue(Math.abs(losses[0] - losses[1]) > 1e-3, Arrays.toString(losses));
    new RetrievalConfig(
            Optional.of(new LexicalFloor(Combination.MAXIMUM, 1, 1, 0, 1)),
            0,
            Optional.empty(),
            Reading.ONCE)
        .write(directory.resolve("model"));
    assertRefused("only a sum can be trained with", config("other", LEAST), false);
  }

  /// Special tokens have no idf, and rows of this model that are them have weights in training.
  @Test
  void thePriceDividedByIdfHasOneForEveryColumn() throws IOException {
    String price =
        LEAST
            + ", \"query_side\": \"binary\", \"cache\": \"c\", \"sparsity\": {\"loss\": \"idf_flops\","
            + " \"lambda\": 0.01}";
    Path run = unbroken(price);
    assertTrue(((Number) log(run).getLast().get("sparsity")).doubleValue() > 0);
    Files.writeString(directory.resolve("idf.json"), "{\"river\": 2}");
    assertRefused(
        "none above 0 for the token",
        config("few", price + ", \"idf\": {\"file\": \"idf.json\"}"),
        false);
  }

  /// Factors that are trained move, are written, and are the same after a stop.
  @Test
  void learnsHowMuchTokensStandForOthers() throws IOException {
    String settings =
        LEAST + ", \"query_side\": \"idf\", \"expansion\": {\"rate\": 0.01}, \"cache\": \"c\"";
    assertRefused("has no expansion whose factors could be trained", config("no", settings), false);
    new RetrievalConfig(Optional.empty(), 0.5f, Optional.of("expansion.tsv"), Reading.ONCE)
        .write(directory.resolve("model"));
    Files.writeString(
        directory.resolve("model/expansion.tsv"), "river\tisland\t0.5\nisland\triver\t0.021\n");
    run(config("learned", settings), alone(false, RunListener.NONE));
    Path table = directory.resolve("learned/model/expansion.tsv");
    Map<String, Float> factors = new TreeMap<>();
    for (String line : Files.readAllLines(table)) {
      int end = line.lastIndexOf('\t');
      factors.put(line.substring(0, end), Float.valueOf(line.substring(end + 1)));
    }
    // Texts of the student's batches have vectors with river, and none with island.
    assertTrue(factors.get("island\triver") > 0.022f, factors::toString);

    Path config = config("parts", settings);
    RunListener killer =
        after(step -> {
          if (step == 5) {
            throw new IllegalStateException("killed");
          }
        });
    assertThrows(IllegalStateException.class, () -> run(config, alone(false, killer)));
    run(config, alone(true, RunListener.NONE));
    assertSameRun(directory.resolve("learned"), directory.resolve("parts"));
    assertEquals(
        Files.readString(table), Files.readString(directory.resolve("parts/model/expansion.tsv")));
  }

  private static double firstLoss(Path run) throws IOException {
    return ((Number) log(run).getFirst().get("loss")).doubleValue();
  }

  @Test
  void anExplodingLossStopsAndKeepsTheLastCheckpoint() throws IOException {
    Path config = config("explosion", LEAST.replace("\"rate\": 0.001", "\"rate\": 1e30"));
    TrainingException stop =
        assertThrows(TrainingException.class, () -> run(config, alone(false, RunListener.NONE)));
    assertTrue(stop.getMessage().matches("step \\d went wrong: the loss was .*"), stop::getMessage);
    assertTrue(stop.getMessage().contains(" of data set t, rows "), stop::getMessage);
    assertTrue(stop.getMessage().contains("triples.jsonl:"), stop::getMessage);
    assertFalse(Files.exists(directory.resolve("explosion/model")));
  }

  @Test
  void refusesWhatWouldLoseARun() throws IOException {
    Path config = config("run", LEAST);
    assertRefused("holds no checkpoint", config, true);
    run(config, alone(false, RunListener.NONE));
    assertRefused("holds a run already", config, false);
    config("run", LEAST.replace("0.001", "0.002"));
    assertRefused("the configuration is not the one that the run began with", config, true);
  }

  @Test
  void refusesAStudentOfDenseVectors() throws IOException {
    Path model = directory.resolve("model");
    Files.writeString(
        model.resolve("modules.json"),
        """
        [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_P", "type": "sentence_transformers.models.Pooling"}]
        """);
    Files.createDirectory(model.resolve("1_P"));
    Files.writeString(
        model.resolve("1_P/config.json"),
        "{\"word_embedding_dimension\": 32, \"pooling_mode_mean_tokens\": true}");
    assertRefused("\"model\" names " + model + ", which makes dense", config("run", LEAST), false);
  }

  private static void assertRefused(String what, Path config, boolean resume) {
    TrainingException refusal =
        assertThrows(TrainingException.class, () -> run(config, alone(resume, RunListener.NONE)));
    assertTrue(refusal.getMessage().contains(what), refusal::getMessage);
  }

  @Test
  void aCacheThatIsFilledAheadIsAllThatARunNeeds() throws IOException {
    Path config = config("ahead", EVERYTHING);
    long[] encoded = {0};
    try (DistillCache cache = DistillCache.open(config, 1)) {
      cache.cancel();
      assertThrows(CancellationException.class, () -> cache.run((_, _, _) -> {}));
    }
    try (DistillCache cache = DistillCache.open(config, 1)) {
      encoded[0] = cache.run((_, _, _) -> {});
      assertTrue(encoded[0] > 20, "encoded=" + encoded[0]);
    }
    try (DistillCache cache = DistillCache.open(config, 1)) {
      assertEquals(0, cache.run((_, _, _) -> {}));
    }
    Map<Path, Long> sizes = sizes(directory.resolve("ahead/cache"));
    run(config, alone(false, RunListener.NONE));
    assertEquals(sizes, sizes(directory.resolve("ahead/cache")));
    assertSameRun(unbroken(EVERYTHING), directory.resolve("ahead"));
  }

  private static Map<Path, Long> sizes(Path folder) throws IOException {
    Map<Path, Long> sizes = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        sizes.put(file, Files.size(file));
      }
    }
    return sizes;
  }
}
