package dev.tern.bench;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.Hit;
import dev.tern.engine.Scoring;
import dev.tern.engine.SearchCounters;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SearchResult;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.TwoPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Three ways to search one index for the same queries, in turn.
///
/// @param label of the work
/// @param index with a forward store
/// @param queries to search for
/// @param effort of the measurement
record ScoringContest(String label, SparseIndex index, List<SparseVector> queries, Effort effort) {
  private static final List<Integer> DEPTHS = List.of(10, 100, 1000);

  /// How much is measured.
  ///
  /// @param rounds how often each way is measured
  /// @param warmUpSeconds how long each is run before
  record Effort(int rounds, double warmUpSeconds) {}

  private enum Way {
    IMPACTS,
    WEIGHTS,
    TWO_PHASES;

    SearchOptions options(int k) {
      SearchOptions options = SearchOptions.top(k);
      return switch (this) {
        case IMPACTS -> options;
        case WEIGHTS -> options.withScoring(Scoring.WEIGHTS);
        case TWO_PHASES -> options.withTwoPhase(TwoPhase.defaults());
      };
    }

    String title() {
      return "by " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// Measures, and says how much the lists have in common and what each way has looked at.
  void run(Harness.Setting setting, Consumer<Row> rows) throws IOException {
    for (int k : DEPTHS) {
      for (Way way : Way.values()) {
        setting.progress().accept(summary(way, k));
        warmUp(way, k);
      }
      Map<Way, double[][]> times = times(k);
      for (Way way : List.of(Way.WEIGHTS, Way.TWO_PHASES)) {
        for (double quantile : new double[] {0.5, 0.99}) {
          rows.accept(
              new Row(
                  "%s k=%d %s p%.0f".formatted(label, k, way.title(), 100 * quantile),
                  1,
                  Unit.MICROSECONDS,
                  quantiles(times.get(way), quantile),
                  quantiles(times.get(Way.IMPACTS), quantile),
                  Way.IMPACTS.title()));
        }
      }
    }
  }

  private void warmUp(Way way, int k) throws IOException {
    long begin = System.nanoTime();
    for (int i = 0; (System.nanoTime() - begin) / 1e9 < effort.warmUpSeconds; i++) {
      seconds(way, i % queries.size(), k);
    }
  }

  private double seconds(Way way, int query, int k) throws IOException {
    return Duel.seconds(() -> index.search(queries.get(query), way.options(k)));
  }

  /// Microseconds by way, round and query.
  private Map<Way, double[][]> times(int k) throws IOException {
    Map<Way, double[][]> times = new EnumMap<>(Way.class);
    List<Way> order = new ArrayList<>(List.of(Way.values()));
    for (int round = 0; round < effort.rounds; round++) {
      Collections.rotate(order, 1);
      for (Way way : order) {
        double[] micros =
            times.computeIfAbsent(way, _ -> new double[effort.rounds][queries.size()])[round];
        for (int query = 0; query < micros.length; query++) {
          micros[query] = 1e6 * seconds(way, query, k);
        }
      }
    }
    return times;
  }

  private static Samples quantiles(double[][] rounds, double quantile) {
    double[] values = new double[rounds.length];
    for (int round = 0; round < rounds.length; round++) {
      values[round] = Samples.of(rounds[round]).quantile(quantile);
    }
    return Samples.of(values);
  }

  private String summary(Way way, int k) {
    double common = 0;
    long found = 0;
    long rescored = 0;
    long postings = 0;
    int same = 0;
    int complete = 0;
    for (SparseVector query : queries) {
      List<Integer> exact = docIds(index.search(query, Way.IMPACTS.options(k)));
      SearchResult result = index.search(query, way.options(k).withCounters(true));
      List<Integer> own = docIds(result);
      Set<Integer> set = Set.copyOf(exact);
      common += own.stream().filter(set::contains).count();
      found += exact.size();
      same += own.equals(exact) ? 1 : 0;
      complete += result.isComplete() ? 1 : 0;
      SearchCounters counters = result.counters().orElseThrow();
      rescored += counters.rescored();
      postings += counters.postings();
    }
    return String.format(
        Locale.ROOT,
        "%s k=%d %s: overlap@%d %.4f with impacts, %d of %d lists the same, %d certainly exact,"
            + " %.0f postings and %.1f documents rescored a query",
        label,
        k,
        way.title(),
        k,
        common / Math.max(1, found),
        same,
        queries.size(),
        complete,
        (double) postings / queries.size(),
        (double) rescored / queries.size());
  }

  private static List<Integer> docIds(SearchResult result) {
    return result.hits().stream().map(Hit::docId).toList();
  }
}
