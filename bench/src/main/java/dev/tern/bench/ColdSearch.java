package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.bench.lucene.LuceneSearch;
import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a new process needs for an index: time to open it, time for the first query, memory after
/// all queries. Its files are in the memory of the operating system, as they were just written or
/// read.
///
/// @param label of the collection
/// @param indexes to open
/// @param kind of the queries
record ColdSearch(String label, EngineIndexes indexes, String kind) {
  private static final String TERN = "tern";
  private static final String LUCENE = "lucene";
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final int HITS = 10;

  /// The numbers of a process.
  private enum Figure {
    OPEN("open in a new process", Unit.MILLISECONDS),
    FIRST("first query in a new process", Unit.MILLISECONDS),
    HEAP("heap after all queries", Unit.MEBIBYTES),
    MAPPED("resident pages of mapped files", Unit.MEBIBYTES);

    private final String title;
    private final Unit unit;

    Figure(String title, Unit unit) {
      this.title = title;
      this.unit = unit;
    }
  }

  /// Starts processes of either, in turn.
  void run(int rounds, Consumer<Row> rows) throws IOException {
    List<Map<Figure, Double>> tern = new ArrayList<>();
    List<Map<Figure, Double>> lucene = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      tern.add(figures(TERN));
      lucene.add(figures(LUCENE));
    }
    for (Figure figure : Figure.values()) {
      Row row =
          new Row(
              label + " " + figure.title,
              1,
              figure.unit,
              samples(tern, figure),
              samples(lucene, figure),
              LuceneContender.NAME);
      double target = figure.unit.ratio(EngineTargets.OPEN_MILLIS, row.peer().median());
      rows.accept(figure == Figure.OPEN ? row.withTarget(target) : row);
    }
  }

  private Map<Figure, Double> figures(String program) throws IOException {
    String answer =
        new ChildProgram(ColdSearch.class, List.of(program, indexes.directory().toString(), kind))
            .answer();
    Map<String, Object> said = JSON.std.mapFrom(answer);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      figures.put(figure, ((Number) said.get(figure.name())).doubleValue());
    }
    return figures;
  }

  private static Samples samples(List<Map<Figure, Double>> rounds, Figure figure) {
    return Samples.of(rounds.stream().mapToDouble(round -> round.get(figure)).toArray());
  }

  /// Opens and searches, and prints the figures.
  ///
  /// @param arguments `tern` or `lucene`, the directory of the indexes, the kind of the queries
  public static void main(String[] arguments) throws IOException {
    EngineIndexes indexes = new EngineIndexes(Path.of(arguments[1]));
    List<ImpactQuery> queries = indexes.queries(arguments[2]);
    long begin = System.nanoTime();
    if (arguments[0].equals(TERN)) {
      try (SparseIndex index = SparseIndex.open(indexes.tern())) {
        long opened = System.nanoTime();
        var vectors = queries.stream().map(TernContender::query).toList();
        print(
            begin,
            opened,
            new TernContender(index, vectors, Algorithm.AUTOMATIC),
            queries.size(),
            indexes.tern());
      }
    } else {
      try (LuceneSearch index = LuceneSearch.open(indexes.lucene())) {
        long opened = System.nanoTime();
        var prepared = queries.stream().map(LuceneSearch::query).toList();
        print(
            begin, opened, new LuceneContender(index, prepared), queries.size(), indexes.lucene());
      }
    }
  }

  private static void print(
      long begin, long opened, Contender contender, int queries, Path directory)
      throws IOException {
    List<Object> found = new ArrayList<>(); // so that nothing can be left out
    double first = 1e3 * Duel.seconds(() -> contender.search(0, HITS));
    for (int query = 0; query < queries; query++) {
      found.add(contender.search(query, HITS).hashCode());
    }
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(Figure.OPEN.name(), (opened - begin) / 1e6);
    figures.put(Figure.FIRST.name(), first);
    figures.put(Figure.HEAP.name(), heap / 1048576.0);
    figures.put(Figure.MAPPED.name(), Math.max(1e-3, mapped(directory) / 1024.0));
    figures.put("hash", found.hashCode());
    System.out.println(JSON.std.asString(figures));
  }

  /// KiB of the mapped files of a directory that are in memory for this process; 0 where the
  /// operating system does not tell.
  private static double mapped(Path directory) throws IOException {
    if (!Files.exists(MAPPINGS)) {
      return 0;
    }
    String name = directory.toRealPath().toString();
    double sum = 0;
    boolean counts = false;
    for (String line : Files.readAllLines(MAPPINGS)) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        counts = line.contains(name);
      } else if (counts && line.startsWith("Rss:")) {
        sum += Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    return sum;
  }
}
