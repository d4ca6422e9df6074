package dev.tern.bench;

import dev.tern.bench.lucene.LuceneIndexing;
import dev.tern.bench.lucene.LuceneSearch;
import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.bench.synthetic.SyntheticCollection;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// One collection, indexed and searched by Tern and by Lucene.
///
/// @param kind of the collection
/// @param order of its documents
/// @param documents how many there are
record EngineCase(CollectionKind kind, DocumentOrder order, int documents) {
  private static final int WARM_UP_DOCUMENTS = 30_000;

  /// How much is searched.
  ///
  /// @param queries of each kind
  /// @param effort of each measurement
  record Size(int queries, EngineSearchBench.Effort effort) {}

  /// A short name, such as "lsr 1M clustered".
  String label() {
    String family = kind == CollectionKind.BM25 ? "bm25" : "lsr";
    return family + " " + shortened() + " " + order.name().toLowerCase(Locale.ROOT);
  }

  private String shortened() {
    if (documents % 1_000_000 == 0) {
      return documents / 1_000_000 + "M";
    }
    return documents % 1000 == 0 ? documents / 1000 + "K" : Integer.toString(documents);
  }

  /// Generates, indexes, compares and measures.
  void run(long seed, Size size, Consumer<String> progress, Consumer<Row> rows) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      Path lucene = directory.path().resolve("lucene");
      Path tern = directory.path().resolve("tern");
      Map<QueryKind, List<ImpactQuery>> queries = index(seed, size, lucene, tern, progress, rows);
      try (SparseIndex index = SparseIndex.open(tern);
          LuceneSearch peer = LuceneSearch.open(lucene)) {
        new EngineSizes(label(), index, peer).report(rows);
        EngineSizes.opening(label(), tern, lucene, size.effort.rounds()).forEach(rows);
        for (Map.Entry<QueryKind, List<ImpactQuery>> entry : queries.entrySet()) {
          progress.accept("searching " + label() + " with " + entry.getKey().symbol());
          new EngineSearchBench(
                  label(),
                  entry.getKey(),
                  contenders(index, peer, entry.getValue()),
                  entry.getValue().size(),
                  order == DocumentOrder.CLUSTERED)
              .run(size.effort, progress, rows);
        }
      }
    }
  }

  /// Writes both indexes and draws the queries; nothing of the collection is kept.
  private Map<QueryKind, List<ImpactQuery>> index(
      long seed, Size size, Path lucene, Path tern, Consumer<String> progress, Consumer<Row> rows)
      throws IOException {
    progress.accept("generating " + label());
    SyntheticCollection collection = SyntheticCollection.generate(kind, documents, seed);
    int[] docIds = collection.order(order);
    warmUp(collection, docIds, progress);
    progress.accept("indexing " + collection.postings() + " postings with Lucene");
    LuceneIndexing peer = LuceneIndexing.write(lucene, collection, docIds);
    progress.accept(
        "Lucene wrote for %.1f s and merged for %.1f s; indexing with Tern"
            .formatted(peer.writeSeconds(), peer.mergeSeconds()));
    double seconds = TernIndexing.write(tern, collection, docIds);
    progress.accept("Tern wrote for %.1f s".formatted(seconds));
    rows.accept(
        new Row(
                label() + " build",
                1,
                Unit.POSTINGS_PER_SECOND,
                Samples.of(collection.postings() / seconds),
                Samples.of(collection.postings() / peer.writeSeconds()),
                LuceneContender.NAME + " without its merge")
            .withTarget(EngineTargets.BUILD));
    Map<QueryKind, List<ImpactQuery>> queries = new EnumMap<>(QueryKind.class);
    for (QueryKind queryKind : QueryKind.values()) {
      if (queryKind.collection() == kind) {
        queries.put(queryKind, collection.queries(queryKind, size.queries));
      }
    }
    return queries;
  }

  /// Lets both be compiled before their only measurement.
  private static void warmUp(
      SyntheticCollection collection, int[] docIds, Consumer<String> progress) throws IOException {
    int[] some = Arrays.copyOf(docIds, Math.min(WARM_UP_DOCUMENTS, docIds.length));
    progress.accept("warming up with " + some.length + " documents");
    for (int round = 0; round < 3; round++) {
      try (TemporaryDirectory directory = TemporaryDirectory.create()) {
        LuceneIndexing.write(directory.path().resolve("lucene"), collection, some);
        TernIndexing.write(directory.path().resolve("tern"), collection, some);
      }
    }
  }

  private static List<Contender> contenders(
      SparseIndex index, LuceneSearch peer, List<ImpactQuery> queries) {
    List<SparseVector> vectors = queries.stream().map(TernContender::query).toList();
    List<Contender> contenders = new ArrayList<>();
    for (Algorithm algorithm : index.algorithms()) {
      contenders.add(new TernContender(index, vectors, algorithm));
    }
    contenders.add(new LuceneContender(peer, queries.stream().map(LuceneSearch::query).toList()));
    return contenders;
  }
}
