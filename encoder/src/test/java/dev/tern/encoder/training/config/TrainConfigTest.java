package dev.tern.encoder.training.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.training.config.OptimiserConfig.RatedTable;
import dev.tern.encoder.training.config.QueryConfig.Side;
import dev.tern.encoder.training.data.DataSet;
import dev.tern.encoder.training.loss.IdfTable;
import dev.tern.encoder.training.loss.InfoNce;
import dev.tern.encoder.training.loss.InfoNce.Negatives;
import dev.tern.encoder.training.loss.KullbackLeibler;
import dev.tern.encoder.training.loss.L0Mask;
import dev.tern.encoder.training.loss.LambdaRamp;
import dev.tern.encoder.training.loss.Matching.Candidates;
import dev.tern.encoder.training.loss.SlotFlops;
import dev.tern.encoder.training.optimiser.Optimiser;
import dev.tern.encoder.training.optimiser.Parameter;
import dev.tern.encoder.training.teacher.ScoreScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainConfigTest {
  private static final String LEAST =
      """
      {"model": "m", "output": "o", "steps": 10,
       "ranking": [{"loss": "infonce"}],
       "data": [{"name": "d", "path": "d.jsonl", "format": "triples"}]}
      """;

  private static final String MOST =
      """
      {"model": "m", "output": "/o", "steps": 100, "seed": 7, "queries_per_batch": 4,
       "documents_per_query": 3, "micro_batches": 2, "max_tokens": 128, "texts_per_pass": 8, "bad_rows": "skip",
       "query_side": "idf", "idf": {"file": "idf.json", "rate": 0.01}, "expansion": {"rate": 0.001},
       "ranking": [
         {"loss": "kl", "weight": 2, "temperature": 2, "teacher_temperature": 3,
          "times_tau_squared": true},
         {"loss": "infonce", "candidates": "batch", "negatives": "hard", "scale": 20}],
       "sparsity": {"loss": "flops", "lambda": 0.04, "ramp_steps": 50, "mean": "slots",
         "l0_threshold": 150},
       "teachers": [{"name": "t", "kind": "scores", "path": "t.tsv", "weight": 3},
         {"name": "u", "kind": "bm25"}],
       "teacher_scale": "raw", "score_scale": 10,
       "data": [{"name": "d", "path": "d.jsonl", "format": "triples", "weight": 2,
         "documents_per_query": 2, "keys": {"positive": "pos", "negatives": "negs"}}],
       "optimiser": {"rate": 0.001, "warm_up_steps": 10, "weight_decay": 0.1,
         "decay_everything": true, "beta1": 0.8, "beta2": 0.99, "eps": 1e-6, "clip_norm": 1,
         "average_decay": 0.99},
       "checkpoint_steps": 20,
       "cache": "vectors", "student_scale": 0.2,
       "evaluation": {"steps": 25, "collections": [{"path": "beir", "split": "test"}]}}
      """;

  @TempDir Path directory;

  @Test
  void absentKeysMeanWhatIsDocumented() throws IOException {
    TrainConfig config = read(LEAST);
    assertEquals(directory.resolve("m"), config.model());
    assertEquals(1, config.seed());
    assertEquals(new TrainConfig.BatchConfig(16, 1, 256, Integer.MAX_VALUE), config.batch());
    assertEquals(Side.IDF, config.queries().side());
    assertEquals(
        List.of(new RankingConfig(new InfoNce(Negatives.ALL, 1), Candidates.OWN, 1)),
        config.ranking());
    assertEquals(Optional.empty(), config.sparsity());
    assertEquals(
        new TrainConfig.TeachingConfig(List.of(), ScoreScale.MIN_MAX, 30, 1), config.teaching());
    assertEquals(directory.resolve("o/cache"), config.cache());
    assertEquals(2, config.data().getFirst().group());
    assertFalse(config.skipsBadRows());
    assertEquals(2e-5, config.optimiser().rate());
    assertEquals(Optional.empty(), config.evaluation());
  }

  @Test
  void everyKeyArrives() throws IOException {
    TrainConfig config = read(MOST);
    assertEquals(Path.of("/o"), config.output());
    assertEquals(7, config.seed());
    assertEquals(new TrainConfig.BatchConfig(4, 2, 128, 8), config.batch());
    assertEquals(
        new QueryConfig(
            Side.IDF,
            Optional.of(directory.resolve("idf.json")),
            Optional.of(0.01),
            Optional.of(0.001)),
        config.queries());
    assertEquals(
        List.of(
            new RankingConfig(new KullbackLeibler(2, 3, true), Candidates.OWN, 2),
            new RankingConfig(new InfoNce(Negatives.HARD, 20), Candidates.BATCH, 1)),
        config.ranking());
    SparsityConfig sparsity = config.sparsity().orElseThrow();
    assertEquals(new LambdaRamp(0.04, 50), sparsity.ramp());
    assertEquals(
        new L0Mask(new SlotFlops(2), 150), sparsity.loss(2, IdfTable.binary(1), new double[0]));
    assertEquals(
        List.of(
            new TeacherConfig(
                "t",
                TeacherConfig.Kind.SCORES,
                Optional.of(directory.resolve("t.tsv")),
                3,
                Optional.empty()),
            new TeacherConfig("u", TeacherConfig.Kind.BM25, Optional.empty(), 1, Optional.empty())),
        config.teaching().teachers());
    assertEquals(ScoreScale.RAW, config.teaching().common());
    assertEquals(10, config.teaching().scale());
    assertEquals(0.2, config.teaching().studentScale());
    assertEquals(directory.resolve("vectors"), config.cache());
    assertTrue(config.skipsBadRows());
    assertEquals("pos", config.data().getFirst().keys().positive());
    assertEquals(1e-6, config.optimiser().eps());
    assertEquals(20, config.checkpointSteps());
    assertEquals(
        new EvaluationConfig(
            List.of(new EvaluationConfig.Judged(directory.resolve("beir"), "test")), 25),
        config.evaluation().orElseThrow());
  }

  @Test
  void aRampFromZeroTakesAThirdOfTheStepsUnlessItIsTold() throws IOException {
    assertEquals(
        new LambdaRamp(0.5, 3, LambdaRamp.Shape.QUADRATIC_FROM_ZERO),
        ramp("\"ramp\": \"quadratic_from_zero\""));
    assertEquals(
        new LambdaRamp(0.5, 7, LambdaRamp.Shape.QUADRATIC_FROM_ZERO),
        ramp("\"ramp\": \"quadratic_from_zero\", \"ramp_steps\": 7"));
    assertEquals(new LambdaRamp(0.5, 1), ramp("\"ramp\": \"quadratic\""));
  }

  private LambdaRamp ramp(String keys) throws IOException {
    String sparsity = "\"steps\": 10, \"sparsity\": {\"lambda\": 0.5, " + keys + "}";
    return read(LEAST.replace("\"steps\": 10", sparsity)).sparsity().orElseThrow().ramp();
  }

  @Test
  void buildsWhatItDescribes() throws IOException {
    TrainConfig config = read(MOST);
    Files.writeString(
        directory.resolve("d.jsonl"),
        "{\"query\": \"q\", \"pos\": \"a\", \"negs\": [\"b\", \"c\"]}\n");
    DataSet set = config.data().getFirst().open();
    try (var source = set.source()) {
      assertEquals(3, source.read(0, 0).documents().size());
      assertEquals(2, set.weight());
    }
    Parameter bias = new Parameter("bias", new float[] {1});
    Parameter idf = new Parameter("idf", new float[] {1});
    Optimiser optimiser =
        config.optimiser().optimiser(List.of(bias), List.of(new RatedTable(idf, 0.01)));
    for (int micro = 0; micro < 4; micro++) {
      assertEquals(0.5, optimiser.microBatchWeight());
      assertEquals(micro % 2 == 1, optimiser.microBatchDone().isPresent());
    }
    // Everything decays here; the first step of a warm-up has the rate 0 and the second a tenth.
    assertEquals((float) (1 - 0.1 * 0.1 * 0.001), bias.values()[0]);
    assertEquals((float) (1 - 0.1 * 0.1 * 0.01), idf.values()[0]);
    assertInstanceOf(Optimiser.class, read(LEAST).optimiser().optimiser(List.of(bias), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "steps": 10      | "stepz": 10             | "steps" is missing; add it
          "output": "o"    | "output": "o", "sed": 1 | "sed" is not a known key; did you mean "seed"?
          "output": "o"    | "output": "o", "optimizer": {} | did you mean "optimiser"?
          "output": "o"    | "output": "o", "zzzzzz": 1 | is not a known key; known are [activation,
          "output": "o"    | "output": "o", "optimiser": {"wram_up_steps": 1} | "optimiser.wram_up_steps" is not a known key; did you mean "warm_up_steps"?
          "output": "o"    | "output": "o", "optimiser": {"rate": 0} | "optimiser.rate" must be a number above 0, found "0"
          "output": "o"    | "output": "o", "optimiser": {"beta1": 1} | must be a number of at least 0 and below 1, found "1"
          "output": "o"    | "output": "o", "optimiser": {"rate": "2"} | must be a number above 0
          "output": "o"    | "output": "o", "optimiser": {"rate": 1e999} | must be a number above 0
          "output": "o"    | "output": "o", "optimiser": {"warm_up_steps": 11} | must be a whole number from 0 to 10
          "output": "o"    | "output": "o", "optimiser": [] | "optimiser" must be a JSON object
          "output": "o"    | "output": "o", "seed": 1.5 | "seed" must be a whole number
          "output": "o"    | "output": 1 | "output" must be a text
          "output": "o"    | "output": "o", "query_side": "idv" | must be one of [idf, binary, siamese], found "idv"; did you mean "idf"?
          "output": "o"    | "output": "o", "query_side": "none at all" | must be one of [idf, binary, siamese], found "none at all"
          "output": "o"    | "output": "o", "sparsity": {"lambda": 1, "ramp": "linear"} | "sparsity.ramp" must be one of [quadratic, quadratic_from_zero], found "linear"
          "output": "o"    | "output": "o", "sparsity": {"lambda": 1, "loss": "df-flop"} | found "df-flop"; did you mean "df_flops"?
          "output": "o"    | "output": "o", "output": "p" | malformed JSON
          "output": "o"    | "output": "o", "idf": {"rate": 1}, "query_side": "binary" | "idf.rate" trains a table that no query uses
          "output": "o"    | "output": "o", "sparsity": {"loss": "flops"} | "sparsity.lambda" is missing
          "output": "o"    | "output": "o", "sparsity": {"lambda": 1, "alpha": 0.1} | "sparsity.alpha" is not a known key
          "output": "o"    | "output": "o", "sparsity": {"loss": "idf_flops", "lambda": 1} | counts twice
          "output": "o"    | "output": "o", "query_sparsity": {"lambda": 1} | set query_side to siamese
          "output": "o"    | "output": "o", "query_side": "siamese", "expansion": {"rate": 1} | set query_side to idf or binary
          "output": "o"    | "output": "o", "evaluation": {} | "evaluation.collections" needs at least one
          "output": "o"    | "output": "o", "teachers": [{"name": "t", "kind": "rows"}] | data set d has none
          "output": "o"    | "output": "o", "teachers": [{"name": "t", "kind": "dense"}] | "teachers[0].path" is missing
          "output": "o"    | "output": "o", "teachers": [1] | "teachers[0]" must be a JSON object
          {"loss": "infonce"} | {"loss": "kl"} | "teachers" is empty
          {"loss": "infonce"} | {"loss": "infonce", "negatives": "both"} | set candidates to batch
          {"loss": "infonce"} | {"weight": 1} | "ranking[0].loss" is missing
          {"loss": "infonce"} |               | needs at least one loss
          "triples"        | "pairs"  | has one of each
          "triples"        | "distillation" | needs a positive document
          "triples"        | "pairs", "documents_per_query": 2 | must be a whole number from 1 to 1
          """)
  void refusesWhatCannotBeRun(String what, String with, String reason) throws IOException {
    assertTrue(LEAST.contains(what), what);
    String text = LEAST.replace(what, with == null ? "" : with);
    String message = assertThrows(ConfigException.class, () -> read(text), text).getMessage();
    assertTrue(message.contains(reason), message);
    assertTrue(message.startsWith(directory.resolve("train.json").toString()), message);
  }

  @Test
  void refusesFilesThatAreNoObject() throws IOException {
    Path absent = directory.resolve("absent.json");
    assertThrows(ConfigException.class, () -> TrainConfig.read(absent));
    String trailing = LEAST + "{}";
    assertThrows(ConfigException.class, () -> read(trailing));
    assertThrows(ConfigException.class, () -> read("[]"));
  }

  @Test
  void countsEdits() {
    assertEquals(0, NearestName.edits("lambda", "lambda"));
    assertEquals(1, NearestName.edits("lamda", "lambda"));
    assertEquals(1, NearestName.edits("lmabda", "lambda"));
    assertEquals(3, NearestName.edits("kitten", "sitting"));
    assertEquals(6, NearestName.edits("", "lambda"));
    assertEquals(Optional.of("alpha"), NearestName.of("alfa", List.of("beta", "alpha")));
    assertEquals(Optional.empty(), NearestName.of("xyzzy", List.of("beta", "alpha")));
    assertEquals(Optional.of("flops"), NearestName.of("FLOPS", List.of("df_flops", "flops")));
  }

  private TrainConfig read(String text) throws IOException {
    Path file = directory.resolve("train.json");
    Files.writeString(file, text);
    return TrainConfig.read(file);
  }
}
