package dev.tern.bench;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.SearchCounters;
import dev.tern.engine.SearchOptions;
import java.util.Locale;

/// What the parts of a search take, and what a search does: means over all queries.
final class PhaseTimes {
  private static final int ROUNDS = 3;

  private PhaseTimes() {}

  /// A line with the times in microseconds and the counts.
  static String of(TernContender contender, int k) {
    double[] sums = new double[11];
    int searches = ROUNDS * contender.queries().size();
    for (int round = 0; round < ROUNDS; round++) {
      for (SparseVector query : contender.queries()) {
        SearchOptions options =
            SearchOptions.top(k)
                .withAlgorithm(contender.algorithm())
                .withQueryStep(1)
                .withCounters(true);
        add(contender.index().search(query, options).counters().orElseThrow(), sums);
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= i < 7 ? 1e3 * searches : searches;
    }
    return String.format(
        Locale.ROOT,
        "%s k=%d, means: terms %.1f, bounds %.1f, rare %.1f, frequent %.1f, cursors %.1f,"
            + " collecting %.1f, hits %.1f µs; %.0f postings, %.0f blocks, %.0f documents, %.0f"
            + " bytes",
        contender.name(),
        k,
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        sums[4],
        sums[5],
        sums[6],
        sums[7],
        sums[8],
        sums[9],
        sums[10]);
  }

  private static void add(SearchCounters counters, double[] sums) {
    SearchCounters.Nanos nanos = counters.nanos();
    long[] values = {
      nanos.terms(),
      nanos.bounds(),
      nanos.rare(),
      nanos.frequent(),
      nanos.cursors(),
      nanos.collecting(),
      nanos.hits(),
      counters.postings(),
      counters.blocks(),
      counters.documents(),
      counters.bytes()
    };
    for (int i = 0; i < values.length; i++) {
      sums[i] += values[i];
    }
  }
}
