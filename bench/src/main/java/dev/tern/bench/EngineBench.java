package dev.tern.bench;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// The engine against Lucene on synthetic collections.
final class EngineBench implements Harness {
  private static final EngineCase.Size QUICK =
      new EngineCase.Size(100, new EngineSearchBench.Effort(3, 0.3, 0.5));
  private static final EngineCase.Size FULL =
      new EngineCase.Size(500, new EngineSearchBench.Effort(3, 1, 4));

  private static final int QUICK_DOCUMENTS = 200_000;
  private static final int DOCUMENTS = 1_000_000;
  private static final int MANY_DOCUMENTS = 4_000_000;

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public String description() {
    return "index and search synthetic collections, against Lucene";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    List<Row> aimed = new ArrayList<>();
    for (EngineCase each : cases(setting)) {
      each.run(
          setting.seed(),
          setting.quick() ? QUICK : FULL,
          setting.progress(),
          row -> {
            if (row.target().isPresent()) {
              aimed.add(row);
            }
            rows.accept(row);
          });
    }
    setting
        .progress()
        .accept(
            "%d of %d targets reached"
                .formatted(aimed.stream().filter(Row::holds).count(), aimed.size()));
  }

  /// The collections of a run. A million documents come in both orders, as the order decides how
  /// much can be pruned.
  static List<EngineCase> cases(Setting setting) {
    OptionalInt given = setting.documents();
    if (setting.quick()) {
      int documents = given.orElse(QUICK_DOCUMENTS);
      return List.of(
          new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.CLUSTERED, documents),
          new EngineCase(CollectionKind.BM25, DocumentOrder.CLUSTERED, documents));
    }
    int documents = given.orElse(DOCUMENTS);
    List<EngineCase> cases = new ArrayList<>();
    cases.add(new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.CLUSTERED, documents));
    cases.add(new EngineCase(CollectionKind.BM25, DocumentOrder.CLUSTERED, documents));
    cases.add(new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.RANDOM, documents));
    if (given.isEmpty()) {
      cases.add(
          new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.CLUSTERED, MANY_DOCUMENTS));
    }
    return cases;
  }
}
