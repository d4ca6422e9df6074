package dev.tern.bench;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.SearchCounters;
import dev.tern.engine.SearchOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// What the parts of a search take, and what a search does: means over the first queries.
///
/// @param algorithm that searched
/// @param micros by part
/// @param counts by what is counted
record PhaseTimes(String algorithm, Map<String, Double> micros, Map<String, Double> counts) {
  private static final int ROUNDS = 3;
  private static final int QUERIES = 100;

  /// Searches with counters, which take some time themselves.
  static PhaseTimes of(TernContender contender, int k) {
    Map<String, Double> micros = new LinkedHashMap<>();
    Map<String, Double> counts = new LinkedHashMap<>();
    SearchOptions options = contender.options(k).withCounters(true);
    List<SparseVector> queries =
        contender.queries().subList(0, Math.min(QUERIES, contender.queries().size()));
    int searches = ROUNDS * queries.size();
    for (int round = 0; round <= ROUNDS; round++) {
      if (round == 1) { // The first one was for the compiler.
        micros.clear();
        counts.clear();
      }
      for (SparseVector query : queries) {
        SearchCounters counters = contender.index().search(query, options).counters().orElseThrow();
        times(counters.nanos())
            .forEach((part, nanos) -> micros.merge(part, nanos / 1e3 / searches, Double::sum));
        counts(counters)
            .forEach((what, count) -> counts.merge(what, (double) count / searches, Double::sum));
      }
    }
    return new PhaseTimes(contender.name(), micros, counts);
  }

  private static Map<String, Long> times(SearchCounters.Nanos nanos) {
    Map<String, Long> times = new LinkedHashMap<>();
    times.put("terms", nanos.terms());
    times.put("bounds", nanos.bounds());
    times.put("rare", nanos.rare());
    times.put("frequent", nanos.frequent());
    times.put("cursors", nanos.cursors());
    times.put("collecting", nanos.collecting());
    times.put("hits", nanos.hits());
    return times;
  }

  private static Map<String, Long> counts(SearchCounters counters) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("postings", counters.postings());
    counts.put("blocks", counters.blocks());
    counts.put("documents", counters.documents());
    counts.put("bytes", counters.bytes());
    return counts;
  }

  /// A row for each part, beside the time of all of them; the counts are said.
  void report(String work, Consumer<String> progress, Consumer<Row> rows) {
    double whole = micros.values().stream().mapToDouble(Double::doubleValue).sum();
    micros.forEach((part, time) -> {
      if (time > 0) {
        rows.accept(
            new Row(
                work + " " + algorithm + " part " + part,
                1,
                Unit.MICROSECONDS,
                Samples.of(time),
                Samples.of(whole),
                "all parts, means"));
      }
    });
    StringBuilder line = new StringBuilder(work + " " + algorithm + ", means:");
    counts.forEach((what, count) -> line.append(" %.0f %s".formatted(count, what)));
    progress.accept(line.toString());
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(algorithm);
    micros.forEach((part, time) -> line.append(String.format(Locale.ROOT, " %s %.1f", part, time)));
    counts.forEach(
        (what, count) -> line.append(String.format(Locale.ROOT, " %s %.0f", what, count)));
    return line.toString();
  }
}
