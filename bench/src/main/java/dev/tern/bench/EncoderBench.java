package dev.tern.bench;

import dev.tern.bench.peers.GraphStyle;
import dev.tern.bench.peers.HuggingFaceTokenizer;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The encoder against ONNX Runtime: models of published shapes with random weights, and real ones.
final class EncoderBench implements Harness {
  private static final Map<GraphStyle, Double> MINILM_TARGETS =
      Map.of(GraphStyle.FUSED, 1.25, GraphStyle.PLAIN, 1.6);
  private static final Map<GraphStyle, Double> BERT_TARGETS =
      Map.of(GraphStyle.FUSED, 1.15, GraphStyle.PLAIN, 1.25);
  private static final Map<GraphStyle, Double> RAGGED_TARGETS = Map.of(GraphStyle.FUSED, 1.5);
  private static final Map<GraphStyle, Double> SKIPPING_TARGETS = Map.of(GraphStyle.FUSED, 2.0);

  /// What sentence-transformers would take is 32; 8 is faster, because there is less padding and
  /// fewer logits at once. By itself a text needs no padding.
  private static final List<Integer> RAGGED_BATCHES = List.of(8, 1);

  private final SharedFolder shared;

  /// @param shared looked at only when the harness runs
  EncoderBench(SharedFolder shared) {
    this.shared = shared;
  }

  /// How much work there is.
  ///
  /// @param contest of each row
  /// @param texts of the ragged collection for a model of MiniLM's shape
  /// @param largest whether the largest work is done too
  private record Size(Contest contest, int texts, boolean largest) {
    static final Size QUICK = new Size(new Contest(3, 25, 700_000_000, 2_500_000_000L), 8, false);
    static final Size FULL =
        new Size(new Contest(9, 100, 3_000_000_000L, 20_000_000_000L), 48, true);
  }

  @Override
  public String name() {
    return "encoder";
  }

  @Override
  public String description() {
    return "encode with models of published shapes and real ones, against ONNX Runtime";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    Size size = setting.quick() ? Size.QUICK : Size.FULL;
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path path = directory.path();
      List<Workload> small = fixed(MINILM_TARGETS, true, setting.seed());
      ragged(size.texts, 512, RAGGED_TARGETS, setting, small);
      Subject minilm = new Subject("minilm", path.resolve("minilm"), true, small);
      random(minilm, RandomModel.MINILM, size, setting, rows);
      List<Workload> large = fixed(BERT_TARGETS, size.largest, setting.seed());
      Subject bert = new Subject("bert-base", path.resolve("bert-base"), true, large);
      random(bert, RandomModel.BERT_BASE, size, setting, rows);
      real("splade-tiny", true, 3 * size.texts, 512, path, setting, rows);
      real("all-MiniLM-L6-v2", false, size.texts, 256, path, setting, rows);
      tokenizers(path, size, setting, rows);
    }
  }

  private static List<Workload> fixed(Map<GraphStyle, Double> targets, boolean largest, long seed) {
    int vocabularySize = TokenizerFiles.bertBaseUncased().vocabulary().size();
    List<Workload> workloads = new ArrayList<>();
    workloads.add(Workload.fixed(1, 128, vocabularySize, seed, targets));
    workloads.add(Workload.fixed(8, 128, vocabularySize, seed, targets));
    if (largest) {
      workloads.add(Workload.fixed(8, 256, vocabularySize, seed, targets));
    }
    return workloads;
  }

  private void random(
      Subject subject, RandomModel model, Size size, Setting setting, Consumer<Row> rows)
      throws IOException {
    SubjectBench bench =
        new SubjectBench(subject, setting, size.contest, subject.directory().resolve("graphs"));
    if (bench.wanted()) {
      setting.progress().accept("writing random weights for " + subject.name());
      model.write(subject.directory(), setting.seed());
      measure(bench, rows);
    }
  }

  private void real(
      String name,
      boolean sparse,
      int texts,
      int maxTokens,
      Path directory,
      Setting setting,
      Consumer<Row> rows)
      throws IOException {
    Path model = shared.models().resolve(name);
    if (missing(model, setting)) {
      return;
    }
    List<Workload> workloads = new ArrayList<>();
    ragged(texts, maxTokens, sparse ? SKIPPING_TARGETS : Map.of(), setting, workloads);
    Subject subject = new Subject(name, model, sparse, workloads);
    Size size = setting.quick() ? Size.QUICK : Size.FULL;
    SubjectBench bench =
        new SubjectBench(subject, setting, size.contest, directory.resolve(name + "-graphs"));
    if (bench.wanted()) {
      measure(bench, rows);
    }
  }

  private static void measure(SubjectBench bench, Consumer<Row> rows) throws IOException {
    Files.createDirectories(bench.graphs());
    for (int threads :
        Runtime.getRuntime().availableProcessors() == 1 ? List.of(1) : List.of(1, 2)) {
      bench.run(threads, rows);
    }
  }

  private void tokenizers(Path directory, Size size, Setting setting, Consumer<Row> rows)
      throws IOException {
    Path collection = collection();
    Path weights = shared.data().resolve("vocab/bert-base-uncased/opensearch/idf.json");
    if (!TokenizerPeerBench.wanted(setting) || missing(collection, setting) || missing(weights, setting)) {
      return;
    }
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    QueryTable table = QueryTable.read(weights, tokenizer.vocabulary());
    int documents = setting.quick() ? 500 : Integer.MAX_VALUE;
    try (HuggingFaceTokenizer peer =
        HuggingFaceTokenizer.uncasedBert(tokenizer.vocabulary(), directory)) {
      QueryEncoder queries = QueryEncoder.inferenceFree(tokenizer, table);
      new TokenizerPeerBench(tokenizer, queries, peer, setting, size.contest)
          .run(Corpus.read(collection, documents, Integer.MAX_VALUE), rows);
    }
  }

  private Path collection() {
    return shared.data().resolve("beir/scifact");
  }

  private static boolean missing(Path path, Setting setting) {
    if (Files.exists(path)) {
      return false;
    }
    setting.progress().accept("leaving out what needs " + path + ", which is not here");
    return true;
  }

  /// Adds documents of SciFact, drawn at random, where it is at hand.
  private void ragged(
      int texts,
      int maxTokens,
      Map<GraphStyle, Double> targets,
      Setting setting,
      List<Workload> workloads)
      throws IOException {
    Path collection = collection();
    if (missing(collection, setting)) {
      return;
    }
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    List<int[]> ids =
        Corpus.read(collection, Integer.MAX_VALUE, 1).sample(texts, setting.seed()).stream()
            .map(text -> tokenizer.encode(text, maxTokens))
            .toList();
    workloads.add(new Workload("scifact", ids, RAGGED_BATCHES, targets));
  }
}
