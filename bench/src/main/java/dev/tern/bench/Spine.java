package dev.tern.bench;

import dev.tern.bench.plain.PlainSearch;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.engine.SparseIndex;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The whole path from text to hits: tokenize, encode, index, search.
final class Spine implements Harness {
  private final Inputs inputs;

  /// @param inputs looked at only when the harness runs
  Spine(Inputs inputs) {
    this.inputs = inputs;
  }

  /// What is read.
  ///
  /// @param collection in BEIR's layout
  /// @param model directory of a SPLADE model on uncased BERT
  /// @param queryWeights table for inference-free queries
  record Inputs(Path collection, Path model, Path queryWeights) {
    /// SciFact and splade-tiny.
    static Inputs in(SharedFolder shared) {
      return new Inputs(
          shared.data().resolve("beir/scifact"),
          shared.models().resolve("splade-tiny"),
          shared.data().resolve("vocab/bert-base-uncased/opensearch/idf.json"));
    }

    void require() throws FileNotFoundException {
      for (Path path : List.of(collection, model, queryWeights)) {
        if (!Files.exists(path)) {
          throw new FileNotFoundException(
              path
                  + " is not here; put the folder of collections and models beside the checkout as"
                  + " ../shared, or name it in the environment variable TERN_SHARED");
        }
      }
    }
  }

  /// How much work there is.
  ///
  /// @param documents most documents
  /// @param queries most queries
  /// @param textsPerThread documents that the plain encoder encodes on each thread and that are
  ///   compared
  /// @param rounds of each measurement
  /// @param effort of each measurement of searches
  private record Size(
      int documents,
      int queries,
      int textsPerThread,
      Duel.Rounds rounds,
      EngineSearchBench.Effort effort) {
    static final Size QUICK =
        new Size(
            500,
            50,
            2,
            new Duel.Rounds(3, 300_000_000),
            new EngineSearchBench.Effort(3, 0.1, 0.05, 3));
    static final Size FULL =
        new Size(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            5,
            new Duel.Rounds(3, 500_000_000),
            new EngineSearchBench.Effort(3, 0.4, 0.15, 3));
  }

  @Override
  public String name() {
    return "spine";
  }

  @Override
  public String description() {
    return "tokenize, encode, index and search SciFact with splade-tiny, against the plain"
        + " definitions";
  }

  @Override
  public void run(Setting setting, Consumer<Row> all) throws IOException {
    inputs.require();
    Consumer<Row> rows =
        row -> {
          if (setting.wants(row.work(), row.threads(), row.peerName())) {
            all.accept(row);
          }
        };
    Size size = setting.quick() ? Size.QUICK : Size.FULL;
    Corpus corpus = Corpus.read(inputs.collection, size.documents, size.queries);
    try (SparseEncoder encoder = SparseEncoder.load(inputs.model);
        TemporaryDirectory directory = TemporaryDirectory.create()) {
      setting.progress().accept("tokenizing " + corpus.texts().size() + " documents");
      rows.accept(new TokenizerBench(encoder.tokenizer(), corpus.texts()).run(size.rounds));
      encode(corpus, size, setting, rows);
      setting.progress().accept("encoding " + corpus.texts().size() + " documents");
      List<SparseVector> vectors = encoder.encodeAll(corpus.texts());
      IndexBench indexing = new IndexBench(corpus.keys(), vectors);
      indexing.write(directory.path().resolve("searched"));
      try (SparseIndex index = SparseIndex.open(directory.path().resolve("searched"))) {
        setting.progress().accept("indexing " + index.postingCount() + " postings");
        rows.accept(indexing.run(index, directory.path(), size.rounds));
        PlainSearch plain = PlainSearch.of(vectors, index.statistics().step());
        SearchBench searching = new SearchBench(index, plain, size.effort);
        Map<String, QueryEncoder> kinds = queryEncoders(encoder);
        for (String kind : kinds.keySet()) {
          setting.progress().accept("searching with " + kind + " queries");
          List<SparseVector> queries =
              corpus.queries().stream().map(kinds.get(kind)::encode).toList();
          searching.run(kind, queries, rows);
        }
      }
    }
  }

  private void encode(Corpus corpus, Size size, Setting setting, Consumer<Row> rows)
      throws IOException {
    EncodeBench encoding = new EncodeBench(inputs.model, size.rounds.rounds());
    int cores = Runtime.getRuntime().availableProcessors();
    for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
      List<String> texts = corpus.sample(threads * size.textsPerThread, setting.seed());
      setting.progress().accept("encoding " + texts.size() + " documents plainly");
      rows.accept(encoding.run(texts, threads));
    }
  }

  private Map<String, QueryEncoder> queryEncoders(SparseEncoder encoder) throws IOException {
    Tokenizer tokenizer = encoder.tokenizer();
    QueryTable table = QueryTable.read(inputs.queryWeights, tokenizer.vocabulary());
    Map<String, QueryEncoder> encoders = new LinkedHashMap<>();
    encoders.put("inference-free", QueryEncoder.inferenceFree(tokenizer, table));
    encoders.put("siamese", QueryEncoder.siamese(encoder));
    return encoders;
  }
}
