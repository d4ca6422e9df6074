package dev.tern.bench;

import dev.tern.bench.lucene.LuceneIndexing;
import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.bench.synthetic.SyntheticCollection;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A synthetic collection.
///
/// @param kind of the collection
/// @param order of its documents
/// @param documents how many there are
record EngineCase(CollectionKind kind, DocumentOrder order, int documents)
    implements EngineCollection {
  private static final int WARM_UP_DOCUMENTS = 30_000;

  @Override
  public String label() {
    String family = kind == CollectionKind.BM25 ? "bm25" : "lsr";
    return family + " " + shortened() + " " + order.name().toLowerCase(Locale.ROOT);
  }

  private String shortened() {
    if (documents % 1_000_000 == 0) {
      return documents / 1_000_000 + "M";
    }
    return documents % 1000 == 0 ? documents / 1000 + "K" : Integer.toString(documents);
  }

  @Override
  public List<String> queryKinds() {
    return Stream.of(QueryKind.values())
        .filter(each -> each.collection() == kind)
        .map(QueryKind::symbol)
        .toList();
  }

  @Override
  public boolean isAimed() {
    return order == DocumentOrder.CLUSTERED;
  }

  @Override
  public EngineIndexes.Built write(
      EngineIndexes indexes, long seed, int queries, Consumer<String> progress) throws IOException {
    progress.accept("generating " + label());
    SyntheticCollection collection = SyntheticCollection.generate(kind, documents, seed);
    int[] docIds = collection.order(order);
    warmUp(collection, docIds, progress);
    progress.accept("indexing " + collection.postings() + " postings with Tern");
    double seconds = TernIndexing.write(indexes.tern(), collection, docIds);
    progress.accept("Tern wrote %s for %.1f s".formatted(label(), seconds));
    if (order == DocumentOrder.BISECTION) {
      progress.accept(
          "Tern merged %s in order in %.1f s"
              .formatted(label(), TernIndexing.reorder(indexes.tern())));
      docIds = TernIndexing.order(indexes.tern());
    }
    progress.accept("indexing " + label() + " with Lucene");
    LuceneIndexing peer = LuceneIndexing.write(indexes.lucene(), collection, docIds);
    progress.accept(
        "Lucene wrote %s for %.1f s and merged for %.1f s"
            .formatted(label(), peer.writeSeconds(), peer.mergeSeconds()));
    for (QueryKind each : QueryKind.values()) {
      if (each.collection() == kind) {
        indexes.writeQueries(each.symbol(), collection.queries(each, queries));
      }
    }
    return new EngineIndexes.Built(documents, collection.postings(), seconds, peer.writeSeconds());
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
}
