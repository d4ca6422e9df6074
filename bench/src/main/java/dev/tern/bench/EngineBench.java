package dev.tern.bench;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// The engine against Lucene on synthetic collections, and on real texts where they are.
final class EngineBench implements Harness {
  private static final EngineRun.Size QUICK =
      new EngineRun.Size(100, 20, new EngineSearchBench.Effort(5, 1.5, 0.3));
  private static final EngineRun.Size FULL =
      new EngineRun.Size(500, 20, new EngineSearchBench.Effort(5, 3, 1));

  private static final int QUICK_DOCUMENTS = 200_000;
  private static final int DOCUMENTS = 1_000_000;
  private static final int MANY_DOCUMENTS = 4_000_000;

  private final SharedFolder shared;

  /// @param shared where real texts may be
  EngineBench(SharedFolder shared) {
    this.shared = shared;
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public String description() {
    return "index and search synthetic collections and real texts, against Lucene";
  }

  @Override
  public void run(Setting setting, Consumer<Row> rows) throws IOException {
    List<Row> aimed = new ArrayList<>();
    for (EngineCollection each : collections(setting)) {
      if (each.queryKinds().stream().noneMatch(kind -> setting.wantsPart(each.label(), kind))) {
        continue;
      }
      new EngineRun(each, setting.quick() ? QUICK : FULL)
          .run(
              setting,
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

  /// The collections of a run: those of the targets first, then what shows the effect of the order
  /// of documents, then real texts.
  private List<EngineCollection> collections(Setting setting) {
    List<EngineCollection> collections = new ArrayList<>(cases(setting));
    RealTexts texts = new RealTexts(shared, setting.quick());
    if (texts.isThere()) {
      collections.add(texts);
    } else {
      setting.progress().accept("left out: real texts, which are not in " + shared.data());
    }
    return collections;
  }

  /// The synthetic collections of a run.
  static List<EngineCase> cases(Setting setting) {
    OptionalInt given = setting.documents();
    int documents = given.orElse(setting.quick() ? QUICK_DOCUMENTS : DOCUMENTS);
    List<EngineCase> cases = new ArrayList<>();
    cases.add(new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.CLUSTERED, documents));
    cases.add(new EngineCase(CollectionKind.BM25, DocumentOrder.CLUSTERED, documents));
    if (!setting.quick()) {
      cases.add(new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.RANDOM, documents));
      cases.add(new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.BISECTION, documents));
    }
    if (!setting.quick() && given.isEmpty()) {
      cases.add(
          new EngineCase(CollectionKind.LEARNED_SPARSE, DocumentOrder.CLUSTERED, MANY_DOCUMENTS));
    }
    return cases;
  }
}
