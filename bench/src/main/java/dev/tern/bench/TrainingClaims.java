package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.bench.ClaimRun.Judged;
import dev.tern.bench.ClaimRun.Result;
import dev.tern.engine.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// The two claims of "Towards Competitive Search Relevance for Inference-Free Learned Sparse
/// Retrievers" (arXiv 2411.04403), on a small model and small data: a model is trained once for
/// each seed and each of
///
/// - (a) four prices of documents, for queries whose words all weigh 1: FLOPS and FLOPS divided by
///   idf, at two strengths each. They are compared at equal FLOPS: the plain price's NDCG@10 is
///   interpolated between its strengths, as a straight line over the logarithm of FLOPS.
/// - (b) three sets of teachers, for queries weighted by idf and documents with a lexical floor: a
///   dense one, a sparse one, and both.
///
/// @param inputs what is trained on what
/// @param program that trains and judges
record TrainingClaims(Inputs inputs, TernProgram program) implements Harness {
  private static final List<String> TEACHERS = List.of("ms", "m", "s");
  private static final Map<String, List<Double>> PRICES = prices();

  private static Map<String, List<Double>> prices() {
    Map<String, List<Double>> prices = new LinkedHashMap<>();
    prices.put("flops", List.of(0.02, 0.1));
    prices.put("idf_flops", List.of(0.3, 1.5));
    return prices;
  }

  /// What is trained on what.
  ///
  /// @param student that all runs begin with, and the sparse teacher
  /// @param dense the dense teacher
  /// @param idf weights of query words
  /// @param mining settings of `tern mine`, by the name of its output
  /// @param weights of the data that come of it, in the same order
  /// @param collections that models are judged by
  /// @param seeds how many there are
  /// @param steps of a run
  record Inputs(
      Path student,
      Path dense,
      Path idf,
      Map<String, Map<String, Object>> mining,
      List<Integer> weights,
      List<Judged> collections,
      int seeds,
      int steps) {}

  /// splade-tiny, taught by MiniLM and by itself with its own queries.
  static TrainingClaims published(SharedFolder shared) {
    Path train = shared.data().resolve("train");
    Map<String, Map<String, Object>> mining = new LinkedHashMap<>();
    Map<String, Object> title = Map.of("query", "title", "positive", "abstract");
    mining.put(
        "arxiv",
        mining(
            3000,
            List.of(data("arxiv", train.resolve("arxiv-small/arxiv-small.jsonl.gz"), title))));
    mining.put(
        "mixed",
        mining(
            8000,
            List.of(
                data("medquad", train.resolve("medquad/medquad.jsonl.gz"), Map.of()),
                data("pubmedqa", train.resolve("pubmedqa/pqa_labeled.jsonl.gz"), Map.of()),
                data("squad", train.resolve("squad-nqg/test.jsonl.gz"), Map.of()),
                cloze("leads", shared.data().resolve("mlm/wikipedia-leads/wiki-leads.jsonl.gz")),
                data(
                    "wordnet",
                    train.resolve("wordnet/synsets.jsonl.gz"),
                    Map.of("query", "members", "positive", "definition")))));
    List<Judged> collections =
        List.of(
            new Judged(shared.data().resolve("beir/scifact"), "test"),
            new Judged(shared.data().resolve("beir/nfcorpus"), "dev"),
            new Judged(shared.data().resolve("classic/cranfield"), "test"),
            new Judged(shared.data().resolve("classic/med"), "test"),
            new Judged(shared.data().resolve("classic/cacm"), "test"),
            new Judged(shared.data().resolve("msmarco/pool-v1"), "dl19"));
    return new TrainingClaims(
        new Inputs(
            shared.models().resolve("splade-tiny"),
            shared.models().resolve("all-MiniLM-L6-v2"),
            shared.data().resolve("vocab/bert-base-uncased/opensearch/idf.json"),
            mining,
            List.of(1, 2),
            collections,
            3,
            400),
        TrainingClaims::inAnotherProcess);
  }

  private static Map<String, Object> mining(int queries, List<Map<String, Object>> data) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("data", data);
    settings.put("bad_rows", "skip");
    settings.put("miner", Map.of("kind", "bm25"));
    settings.put("negatives", 7);
    settings.put("last_rank", 50);
    settings.put("below_positive", 0.95);
    settings.put("queries", queries);
    return settings;
  }

  private static Map<String, Object> data(String name, Path path, Map<String, Object> keys) {
    return Map.of("name", name, "path", path.toString(), "format", "pairs", "keys", keys);
  }

  private static Map<String, Object> cloze(String name, Path path) {
    return Map.of("name", name, "path", path.toString(), "format", "cloze");
  }

  private static String inAnotherProcess(String... arguments) throws IOException {
    StringJoiner out = new StringJoiner("\n", "", "\n");
    new ChildProgram(Main.class, List.of(arguments)).run(out::add);
    return out.toString();
  }

  @Override
  public String name() {
    return "claims";
  }

  @Override
  public String description() {
    return "what the paper claims of its price and of several teachers, by training 21 small models"
        + " (two hours; keep them with --keep)";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    if (setting.keep().isPresent()) {
      run(setting.keep().get().toAbsolutePath(), setting, rows);
    } else {
      try (TemporaryDirectory directory = TemporaryDirectory.create()) {
        run(directory.path(), setting, rows);
      }
    }
  }

  private void run(Path folder, Setting setting, Consumer<Row> rows) throws IOException {
    prepare(folder, setting.progress());
    Map<String, List<Result>> results = new LinkedHashMap<>();
    int seeds = setting.quick() ? 1 : inputs.seeds;
    for (long seed : LongStream.range(setting.seed(), setting.seed() + seeds).toArray()) {
      for (String teachers : TEACHERS) {
        add(results, "b-" + teachers, taught(folder, teachers), seed, folder, setting.progress());
      }
      for (Map.Entry<String, List<Double>> price : PRICES.entrySet()) {
        for (int i = 0; i < price.getValue().size(); i++) {
          Map<String, Object> settings = priced(folder, price.getKey(), price.getValue().get(i));
          add(results, "a-" + price.getKey() + "-" + i, settings, seed, folder, setting.progress());
        }
      }
    }
    ClaimReport report = new ClaimReport(results);
    if (setting.keep().isPresent()) {
      report.write(folder);
    }
    report.rows().forEach(rows);
  }

  private void prepare(Path folder, Consumer<String> progress) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Map<String, Object>> each : inputs.mining.entrySet()) {
      Path output = folder.resolve(each.getKey() + ".jsonl");
      if (!Files.exists(output)) {
        progress.accept("mining " + each.getKey());
        Map<String, Object> settings = new LinkedHashMap<>(each.getValue());
        settings.put("output", output.toString());
        Path config = folder.resolve("mine-" + each.getKey() + ".json");
        Files.writeString(config, JSON.std.asString(settings));
        program.run("mine", config.toString());
      }
    }
    Path floored = floored(folder);
    if (!Files.exists(floored)) {
      progress.accept("converting " + inputs.student);
      program.run(
          "model",
          "convert",
          "--floor=sum",
          "--expansion=stem:0.3",
          "--repetition=0.5",
          "--idf-power=1.25",
          "--idf=" + inputs.idf,
          inputs.student.toString(),
          floored.toString());
    }
  }

  private static Path floored(Path folder) {
    return folder.resolve("floored");
  }

  private void add(
      Map<String, List<Result>> results,
      String kind,
      Map<String, Object> settings,
      long seed,
      Path folder,
      Consumer<String> progress)
      throws IOException {
    settings.put("seed", seed);
    progress.accept("training and judging " + kind + " with seed " + seed);
    Result result =
        new ClaimRun(kind + "-" + seed, settings)
            .result(program, folder.resolve("runs"), inputs.collections);
    results.computeIfAbsent(kind, _ -> new ArrayList<>()).add(result);
  }

  private Map<String, Object> taught(Path folder, String teachers) {
    Map<String, Object> settings = common(folder, teachers);
    settings.put("model", floored(folder).toString());
    settings.put("query_side", "idf");
    settings.put("ranking", List.of(Map.of("loss", "kl")));
    settings.put("student_scale", 0.15);
    settings.put("sparsity", Map.of("loss", "flops", "lambda", 0.004, "ramp_steps", ramp()));
    return settings;
  }

  private Map<String, Object> priced(Path folder, String loss, double lambda) {
    Map<String, Object> settings = common(folder, "ms");
    settings.put("model", inputs.student.toString());
    settings.put("query_side", "binary");
    settings.put("ranking", List.of(Map.of("loss", "kl", "candidates", "batch")));
    settings.put("student_scale", 1);
    settings.put("sparsity", Map.of("loss", loss, "lambda", lambda, "ramp_steps", ramp()));
    if (loss.equals("idf_flops")) {
      settings.put("idf", Map.of("file", inputs.idf.toString()));
    }
    return settings;
  }

  private int ramp() {
    return Math.max(1, inputs.steps / 2);
  }

  private Map<String, Object> common(Path folder, String teachers) {
    List<Map<String, Object>> models = new ArrayList<>();
    if (teachers.contains("m")) {
      models.add(teacher("MiniLM", "dense", inputs.dense));
    }
    if (teachers.contains("s")) {
      models.add(teacher("splade-tiny", "sparse", inputs.student));
    }
    List<Map<String, Object>> data = new ArrayList<>();
    for (String name : inputs.mining.keySet()) {
      data.add(
          Map.of(
              "name",
              name,
              "path",
              folder.resolve(name + ".jsonl").toString(),
              "format",
              "triples",
              "weight",
              inputs.weights.get(data.size())));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("cache", folder.resolve("cache").toString());
    settings.put("steps", inputs.steps);
    settings.put("queries_per_batch", 8);
    settings.put("documents_per_query", 6);
    settings.put("max_tokens", 128);
    settings.put("score_scale", 10);
    settings.put("teachers", models);
    settings.put("data", data);
    settings.put(
        "optimiser",
        Map.of(
            "rate",
            5e-5,
            "warm_up_steps",
            inputs.steps / 10,
            "clip_norm",
            10,
            "average_decay",
            0.99));
    settings.put("checkpoint_steps", Math.max(1, inputs.steps / 4));
    return settings;
  }

  private static Map<String, Object> teacher(String name, String kind, Path path) {
    return Map.of("name", name, "kind", kind, "path", path.toString(), "max_tokens", 128);
  }
}
