package dev.tern.bench;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.bench.synthetic.SyntheticCollection;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Postings by impact against postings in windows: sizes, exact searches, and what searches with a
/// budget find.
final class LayoutBench implements Harness {
  private static final int DOCUMENTS = 200_000;
  private static final int QUICK_QUERIES = 50;
  private static final int QUERIES = 200;

  @Override
  public String name() {
    return "layouts";
  }

  @Override
  public String description() {
    return "postings by impact against postings in windows, with and without a budget";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    int documents = setting.documents().orElse(DOCUMENTS);
    for (CollectionKind kind : CollectionKind.values()) {
      setting.progress().accept("generating %d documents: %s".formatted(documents, kind));
      SyntheticCollection collection =
          SyntheticCollection.generate(kind, documents, setting.seed());
      try (TemporaryDirectory directory = TemporaryDirectory.create()) {
        Path windows = directory.path().resolve("windows");
        Path groups = directory.path().resolve("groups");
        int[] order = collection.order(DocumentOrder.CLUSTERED);
        TernIndexing.write(windows, collection, order);
        TernIndexing.write(groups, collection, order, PostingsLayout.IMPACT_ORDERED);
        try (SparseIndex hybrid = SparseIndex.open(windows);
            SparseIndex impacts = SparseIndex.open(groups)) {
          String label = kind == CollectionKind.BM25 ? "bm25" : "lsr";
          rows.accept(size(label, hybrid, impacts));
          for (QueryKind queryKind : QueryKind.values()) {
            if (queryKind.collection() == kind) {
              int queries = setting.quick() ? QUICK_QUERIES : QUERIES;
              var vectors =
                  collection.queries(queryKind, queries).stream()
                      .map(TernContender::query)
                      .toList();
              setting.progress().accept("searching with " + queryKind.symbol());
              new BudgetDuel(label + " " + queryKind.symbol(), hybrid, impacts, vectors).run(rows);
            }
          }
        }
      }
    }
  }

  private static Row size(String label, SparseIndex hybrid, SparseIndex impacts) {
    return new Row(
        label + " size, keys left out",
        1,
        Unit.BYTES_PER_POSTING,
        Samples.of(EngineSizes.searchedBytes(impacts) / impacts.postingCount()),
        Samples.of(EngineSizes.searchedBytes(hybrid) / hybrid.postingCount()),
        "in windows");
  }
}
