package dev.tern.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.bench.synthetic.ImpactQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Tern's and Lucene's index of a collection, and its queries, in a directory.
record EngineIndexes(Path directory) {
  /// How long it took to make them.
  ///
  /// @param documents of the collection
  /// @param postings of the collection
  /// @param ternSeconds from vectors to a committed index
  /// @param luceneSeconds the same
  record Built(int documents, long postings, double ternSeconds, double luceneSeconds) {}

  Path tern() {
    return directory.resolve("tern");
  }

  Path lucene() {
    return directory.resolve("lucene");
  }

  /// Where measured rows are kept.
  Path rows(String step) {
    return directory.resolve(step + ".rows");
  }

  private Path built() {
    return directory.resolve("built.json");
  }

  boolean isComplete() {
    return Files.exists(built());
  }

  /// Says that everything has been written.
  void complete(Built how) throws IOException {
    String line =
        JSON.std.asString(
            Map.of(
                "documents", how.documents,
                "postings", how.postings,
                "ternSeconds", how.ternSeconds,
                "luceneSeconds", how.luceneSeconds));
    writeWhole(built(), List.of(line));
  }

  Built how() throws IOException {
    Map<String, Object> fields = JSON.std.mapFrom(Files.readString(built()));
    return new Built(
        ((Number) fields.get("documents")).intValue(),
        ((Number) fields.get("postings")).longValue(),
        ((Number) fields.get("ternSeconds")).doubleValue(),
        ((Number) fields.get("luceneSeconds")).doubleValue());
  }

  /// Writes queries, one a line: `term:impact` for each term.
  void writeQueries(String kind, List<ImpactQuery> queries) throws IOException {
    writeWhole(
        directory.resolve(kind),
        queries.stream()
            .map(query ->
                IntStream.range(0, query.size())
                    .mapToObj(i -> query.term(i) + ":" + query.impact(i))
                    .collect(Collectors.joining(" ")))
            .toList());
  }

  /// The queries of a kind.
  List<ImpactQuery> queries(String kind) throws IOException {
    return Files.readAllLines(directory.resolve(kind)).stream().map(EngineIndexes::query).toList();
  }

  private static ImpactQuery query(String line) {
    TreeMap<Integer, Integer> impacts = new TreeMap<>();
    for (String each : line.split(" ", -1)) {
      int colon = each.indexOf(':');
      impacts.put(
          Integer.parseInt(each.substring(0, colon)), Integer.parseInt(each.substring(colon + 1)));
    }
    return ImpactQuery.of(impacts);
  }

  /// Writes a file that is there as a whole or not at all.
  static void writeWhole(Path file, List<String> lines) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
