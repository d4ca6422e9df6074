package dev.tern.bench;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.bench.synthetic.SyntheticCollection;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseOptions;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.IndexOptions;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.collection.Document;
import dev.tern.engine.collection.QueryMode;
import dev.tern.engine.collection.TextIndex;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.collection.TextIndexWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Searches by weights and in two phases against the search by impacts, on a synthetic collection
/// and, where it is there, on SciFact as a real model sees it.
///
/// @param shared the folder of collections and models
record ScoringBench(SharedFolder shared) implements Harness {
  private static final int DOCUMENTS = 200_000;
  private static final int QUERIES = 200;

  private static final ScoringContest.Effort QUICK = new ScoringContest.Effort(2, 0.05);
  private static final ScoringContest.Effort FULL = new ScoringContest.Effort(5, 0.7);

  @Override
  public String name() {
    return "scoring";
  }

  @Override
  public String description() {
    return "search by exact weights and in two phases, against the search by impacts";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path synthetic = directory.path().resolve("synthetic");
      Path scifact = directory.path().resolve("scifact");
      if (setting.wants("synthetic", 1, "impacts")) {
        synthetic(synthetic, setting, rows);
      }
      if (setting.wants("scifact", 1, "impacts")
          && Files.isDirectory(shared.data().resolve("beir/scifact"))) {
        scifact(scifact, setting, rows);
      }
    }
  }

  private static ScoringContest.Effort effort(Setting setting) {
    return setting.quick() ? QUICK : FULL;
  }

  private void synthetic(Path directory, Setting setting, Consumer<Row> rows) throws IOException {
    int documents = setting.documents().orElse(DOCUMENTS);
    setting.progress().accept("generating and indexing " + documents + " documents");
    SyntheticCollection collection =
        SyntheticCollection.generate(CollectionKind.LEARNED_SPARSE, documents, setting.seed());
    write(directory, collection, setting.seed());
    try (SparseIndex index = SparseIndex.open(directory)) {
      for (QueryKind kind : QueryKind.values()) {
        if (kind.collection() == CollectionKind.LEARNED_SPARSE) {
          List<SparseVector> queries =
              collection.queries(kind, QUERIES).stream().map(TernContender::query).toList();
          new ScoringContest(kind.symbol(), index, queries, effort(setting)).run(setting, rows);
        }
      }
    }
  }

  /// Impacts become weights of the interval that is rounded to them.
  private static void write(Path directory, SyntheticCollection collection, long seed)
      throws IOException {
    Random random = new Random(seed);
    int[] order = collection.order(DocumentOrder.CLUSTERED);
    IndexOptions options = IndexOptions.defaults().withStep(1).withForwardStore(true);
    try (IndexWriter writer = IndexWriter.create(directory, options)) {
      for (int docId = 0; docId < order.length; docId++) {
        int document = order[docId];
        int[] terms = new int[collection.size(document)];
        float[] weights = new float[terms.length];
        for (int i = 0; i < terms.length; i++) {
          terms[i] = collection.term(document, i);
          weights[i] = collection.impact(document, i) - 0.4f + 0.8f * random.nextFloat();
        }
        writer.add(Integer.toString(docId), SparseVector.of(terms, weights));
      }
      writer.merge(_ -> {});
      writer.commit();
    }
  }

  private void scifact(Path directory, Setting setting, Consumer<Row> rows) throws IOException {
    Path model = shared.models().resolve("splade-tiny");
    Corpus corpus = Corpus.read(shared.data().resolve("beir/scifact"), DOCUMENTS, QUERIES);
    setting.progress().accept("encoding the " + corpus.keys().size() + " documents of SciFact");
    TextIndexOptions options =
        TextIndexOptions.model(model)
            .withQueries(QueryMode.INFERENCE_FREE)
            .withIdf(shared.data().resolve("vocab/bert-base-uncased/opensearch/idf.json"))
            .withForwardStore(true);
    try (TextIndexWriter writer = TextIndexWriter.create(directory, options)) {
      writer.add(
          IntStream.range(0, corpus.keys().size())
              .mapToObj(i -> new Document(corpus.keys().get(i), "", corpus.texts().get(i)))
              .toList());
      writer.merge(_ -> {});
      writer.commit();
    }
    try (TextIndex index = TextIndex.open(directory);
        SparseEncoder encoder = SparseEncoder.load(model, SparseOptions.DEFAULT);
        QueryEncoder siamese = QueryEncoder.siamese(encoder)) {
      List<SparseVector> tables = corpus.queries().stream().map(index::vector).toList();
      List<SparseVector> models = corpus.queries().stream().map(siamese::encode).toList();
      ScoringContest.Effort effort = effort(setting);
      new ScoringContest("scifact inference-free", index.vectors(), tables, effort)
          .run(setting, rows);
      new ScoringContest("scifact siamese", index.vectors(), models, effort).run(setting, rows);
    }
  }
}
