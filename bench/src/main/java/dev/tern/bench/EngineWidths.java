package dev.tern.bench;

import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What indexes with fewer bits of an impact save, and what they cost: against one with 8.
///
/// Their hits are others, so that only bytes and times are compared; that all algorithms agree in
/// every width is for the tests of the engine.
///
/// @param label of the collection
/// @param eight the index with 8 bits
record EngineWidths(String label, SparseIndex eight) {
  private static final List<Integer> DEPTHS = List.of(10, 100, 1000);
  private static final String PEER = "8 bits";

  /// The widths besides 8.
  static final List<Integer> BITS = List.of(6, 4);

  /// Measures the index of one width.
  void report(
      int bits,
      Path directory,
      Map<QueryKind, List<ImpactQuery>> queries,
      Contest contest,
      Consumer<Row> rows)
      throws IOException {
    try (SparseIndex index = SparseIndex.open(directory)) {
      rows.accept(
          new Row(
              "%s %d bits, size, keys left out".formatted(label, bits),
              1,
              Unit.BYTES_PER_POSTING,
              Samples.of(EngineSizes.bytesPerPosting(index)),
              Samples.of(EngineSizes.bytesPerPosting(eight)),
              PEER));
      for (Map.Entry<QueryKind, List<ImpactQuery>> kind : queries.entrySet()) {
        List<SparseVector> vectors = kind.getValue().stream().map(TernContender::query).toList();
        for (int k : DEPTHS) {
          rows.accept(
              row(
                  "%s %s %d bits k=%d mean".formatted(label, kind.getKey().symbol(), bits, k),
                  contest.run(
                      Map.of("narrow", all(index, vectors, k), PEER, all(eight, vectors, k))),
                  vectors.size()));
        }
      }
    }
  }

  /// All queries one after the other.
  private static Duel.Work all(SparseIndex index, List<SparseVector> queries, int k) {
    TernContender contender = new TernContender(index, queries, Algorithm.AUTOMATIC);
    return () -> {
      Object found = "";
      for (int query = 0; query < queries.size(); query++) {
        found = contender.search(query, k);
      }
      return found;
    };
  }

  private static Row row(String work, Map<String, Samples> seconds, int queries) {
    double scale = 1e6 / queries;
    return new Row(
        work,
        1,
        Unit.MICROSECONDS,
        seconds.get("narrow").times(scale),
        seconds.get(PEER).times(scale),
        PEER);
  }
}
