package dev.tern.bench;

import dev.tern.bench.lucene.LuceneSearch;
import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// An [EngineSearchBench] in a process of its own.
///
/// @param label of the collection
/// @param kind of the queries
/// @param directory of the indexes
/// @param aimed whether the rows have targets
/// @param size of the work
record EngineSearchChild(
    String label, String kind, Path directory, boolean aimed, EngineRun.Size size) {
  private static final String WRONG = "!";

  /// Starts the process and hands over its rows as they come.
  void run(Consumer<String> progress, Consumer<Row> rows) throws IOException {
    ChildProgram child =
        new ChildProgram(
            EngineSearchChild.class,
            List.of(
                label,
                kind,
                directory.toString(),
                Boolean.toString(aimed),
                Integer.toString(size.queries()),
                Integer.toString(size.others()),
                Integer.toString(size.effort().rounds()),
                Double.toString(size.effort().warmUpSeconds()),
                Double.toString(size.effort().seconds())));
    child.run(line -> {
      if (RowLine.isRow(line)) {
        rows.accept(RowLine.read(line));
      } else if (line.startsWith(WRONG)) {
        throw new WrongAnswerException(line.substring(WRONG.length()));
      } else {
        progress.accept(line);
      }
    });
  }

  /// Measures, and prints rows and what is being done.
  public static void main(String[] arguments) throws IOException {
    EngineSearchChild child =
        new EngineSearchChild(
            arguments[0],
            arguments[1],
            Path.of(arguments[2]),
            Boolean.parseBoolean(arguments[3]),
            new EngineRun.Size(
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                new EngineSearchBench.Effort(
                    Integer.parseInt(arguments[6]),
                    Double.parseDouble(arguments[7]),
                    Double.parseDouble(arguments[8]))));
    try {
      child.measure(System.out::println, row -> System.out.println(RowLine.of(row)));
    } catch (WrongAnswerException e) {
      System.out.println(WRONG + e.getMessage());
    }
  }

  /// Measures in this process.
  void measure(Consumer<String> progress, Consumer<Row> rows) throws IOException {
    EngineIndexes indexes = new EngineIndexes(directory);
    List<ImpactQuery> queries = indexes.queries(kind);
    queries = queries.subList(0, Math.min(size.queries(), queries.size()));
    List<SparseVector> vectors = queries.stream().map(TernContender::query).toList();
    try (SparseIndex index = SparseIndex.open(indexes.tern());
        LuceneSearch peer = LuceneSearch.open(indexes.lucene())) {
      LuceneContender lucene =
          new LuceneContender(peer, queries.stream().map(LuceneSearch::query).toList());
      new EngineSearchBench(label, kind, index, vectors, lucene, aimed)
          .run(size.effort(), size.others(), progress, rows);
    }
  }
}
