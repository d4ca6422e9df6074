package dev.tern.bench;

import dev.tern.bench.lucene.LuceneSearch;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Makes the indexes of a collection, and measures them step by step.
///
/// Every kind of queries is measured in a new process, so that no other kind has told the compiler
/// what is usual. Where the indexes are kept, a later run takes up what an earlier one has
/// finished.
///
/// @param collection to measure
/// @param size of the work
record EngineRun(EngineCollection collection, Size size) {
  /// How much is searched.
  ///
  /// @param queries of each kind
  /// @param others of these queries, on which all other algorithms are compared
  /// @param effort of each measurement
  record Size(int queries, int others, EngineSearchBench.Effort effort) {}

  /// A part of the measurements whose rows are kept together.
  private interface Step {
    void run(Consumer<Row> rows) throws IOException;
  }

  /// Measures in a directory that is kept, or in one that is gone afterwards.
  void run(Harness.Setting setting, Consumer<Row> rows) throws IOException {
    if (setting.keep().isPresent()) {
      String name = collection.label().replace(' ', '-') + "-seed" + setting.seed();
      run(Files.createDirectories(setting.keep().get().resolve(name)), setting, rows);
    } else {
      try (TemporaryDirectory directory = TemporaryDirectory.create()) {
        run(directory.path(), setting, rows);
      }
    }
  }

  private void run(Path directory, Harness.Setting setting, Consumer<Row> rows) throws IOException {
    EngineIndexes indexes = new EngineIndexes(directory);
    if (!indexes.isComplete()) {
      TemporaryDirectory.clear(directory);
      indexes.complete(
          collection.write(indexes, setting.seed(), size.queries(), setting.progress()));
    }
    step("sizes", indexes, rows, each -> sizes(indexes, each));
    for (String kind : collection.queryKinds()) {
      if (setting.wantsPart(collection.label(), kind)) {
        step(
            kind + "-" + size.queries(),
            indexes,
            rows,
            each -> search(kind, indexes, setting, each));
      }
    }
    step(
        "more",
        indexes,
        rows,
        each -> collection.measureMore(indexes, size.effort, setting.progress(), each));
  }

  /// Hands over the rows of a step, measured now or before.
  private void step(String name, EngineIndexes indexes, Consumer<Row> rows, Step step)
      throws IOException {
    Path kept = indexes.rows(name);
    if (Files.exists(kept)) {
      Files.readAllLines(kept).stream().map(RowLine::read).forEach(rows);
      return;
    }
    List<String> lines = new ArrayList<>();
    step.run(row -> {
      lines.add(RowLine.of(row));
      rows.accept(row);
    });
    EngineIndexes.writeWhole(kept, lines);
  }

  private void sizes(EngineIndexes indexes, Consumer<Row> rows) throws IOException {
    EngineIndexes.Built how = indexes.how();
    Row build =
        new Row(
            collection.label() + " build",
            1,
            Unit.POSTINGS_PER_SECOND,
            Samples.of(how.postings() / how.ternSeconds()),
            Samples.of(how.postings() / how.luceneSeconds()),
            LuceneContender.NAME + " without its merge");
    rows.accept(collection.isAimed() ? build.withTarget(EngineTargets.BUILD) : build);
    try (SparseIndex index = SparseIndex.open(indexes.tern());
        LuceneSearch peer = LuceneSearch.open(indexes.lucene())) {
      new EngineSizes(collection.label(), index, peer).report(rows);
    }
    EngineSizes.opening(collection.label(), indexes.tern(), indexes.lucene(), size.effort.rounds())
        .forEach(rows);
    new ColdSearch(collection.label(), indexes, collection.queryKinds().getFirst())
        .run(size.effort.rounds(), rows);
  }

  private void search(
      String kind, EngineIndexes indexes, Harness.Setting setting, Consumer<Row> rows)
      throws IOException {
    setting.progress().accept("searching " + collection.label() + " with " + kind);
    new EngineSearchChild(collection.label(), kind, indexes.directory(), collection.isAimed(), size)
        .run(setting.progress(), rows);
  }
}
