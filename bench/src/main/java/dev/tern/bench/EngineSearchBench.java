package dev.tern.bench;

import dev.tern.bench.synthetic.QueryKind;
import dev.tern.engine.Algorithm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Time for a query: every algorithm of ours against Lucene.
///
/// In a round each contender in turn, and every time another one first, searches the queries one
/// after the other, so that no query finds in the caches what it left there itself. p50 is the
/// median of the rounds' medians. For p99 a query counts with the median of its rounds: in one
/// round it would be the query that lost the processor.
///
/// @param label of the collection, for the names of the rows
/// @param kind of the queries
/// @param contenders ours, and Lucene as the last
/// @param queries how many there are
/// @param aimed whether the rows have targets
record EngineSearchBench(
    String label, QueryKind kind, List<Contender> contenders, int queries, boolean aimed) {
  private static final List<Integer> DEPTHS = List.of(10, 100, 1000);
  private static final String EXHAUSTIVE = TernContender.name(Algorithm.STREAMING_EXHAUSTIVE);

  /// Whose parts are timed.
  private static final List<Algorithm> PHASED =
      List.of(
          Algorithm.WINDOWED_HYBRID, Algorithm.STREAMING_EXHAUSTIVE, Algorithm.BLOCK_MAX_PRUNING);

  private static final String AUTOMATIC = TernContender.name(Algorithm.AUTOMATIC);

  /// A slow contender is measured on the first queries only, but on at least this many.
  private static final int LEAST_QUERIES = 10;

  /// How long to measure.
  ///
  /// @param rounds how often each contender is measured
  /// @param warmUpSeconds how long each is run before, at least
  /// @param seconds about how long each is run in a round, at most
  record Effort(int rounds, double warmUpSeconds, double seconds) {
    /// The same for contenders that each do all queries at once.
    Contest contest() {
      return new Contest(
          2 * rounds, 2 * rounds, (long) (1e9 * warmUpSeconds), (long) (1e9 * seconds));
    }
  }

  /// Compares the results of all contenders for all queries, then measures.
  void run(Effort effort, Consumer<String> progress, Consumer<Row> rows) throws IOException {
    for (int k : DEPTHS) {
      Comparison comparison = Comparison.of(work(), contenders, queries, k);
      progress.accept(
          "%s k=%d: %d lists of hits of %d contenders are the same, fingerprint %016x"
              .formatted(work(), k, queries, contenders.size(), comparison.fingerprint()));
      List<Integer> counts =
          comparison.seconds().stream().map(seconds -> count(effort, seconds)).toList();
      warmUp(effort, k, counts);
      report(k, times(effort, k, counts), rows);
      rows.accept(allocation(k));
      for (Contender contender : contenders) {
        if (contender instanceof TernContender tern && PHASED.contains(tern.algorithm())) {
          progress.accept(work() + " " + PhaseTimes.of(tern, k));
        }
      }
    }
    int threads = Runtime.getRuntime().availableProcessors();
    for (int k : List.of(DEPTHS.getFirst(), DEPTHS.getLast())) {
      rows.accept(
          new Throughput(threads, queries)
              .run("%s k=%d all cores".formatted(work(), k), automatic(), peer(), k, effort));
    }
  }

  private String work() {
    return label + " " + kind.symbol();
  }

  private Contender peer() {
    return contenders.getLast();
  }

  private Contender automatic() {
    return contenders.stream().filter(each -> each.name().equals(AUTOMATIC)).findFirst().get();
  }

  /// On how many of the first queries a contender is measured.
  private int count(Effort effort, double secondsPerQuery) {
    return Math.min(queries, Math.max(LEAST_QUERIES, (int) (effort.seconds / secondsPerQuery)));
  }

  private void warmUp(Effort effort, int k, List<Integer> counts) throws IOException {
    for (int i = 0; i < contenders.size(); i++) {
      long begin = System.nanoTime();
      for (int query = 0; (System.nanoTime() - begin) / 1e9 < effort.warmUpSeconds; query++) {
        contenders.get(i).search(query % counts.get(i), k);
      }
    }
  }

  /// For each contender and round the times for its queries in microseconds.
  private List<double[][]> times(Effort effort, int k, List<Integer> counts) throws IOException {
    List<double[][]> times =
        counts.stream().map(count -> new double[effort.rounds][count]).toList();
    List<Integer> order = new ArrayList<>(IntStream.range(0, contenders.size()).boxed().toList());
    for (int round = 0; round < effort.rounds; round++) {
      Collections.rotate(order, 1);
      for (int i : order) {
        Contender contender = contenders.get(i);
        double[] micros = times.get(i)[round];
        for (int query = 0; query < micros.length; query++) {
          int number = query;
          micros[query] = 1e6 * Duel.seconds(() -> contender.search(number, k));
        }
      }
    }
    return times;
  }

  private void report(int k, List<double[][]> times, Consumer<Row> rows) {
    int peer = contenders.size() - 1;
    for (int i = 0; i < peer; i++) {
      String name = contenders.get(i).name();
      boolean planned = aimed && name.equals(AUTOMATIC);
      int count = Math.min(times.get(i)[0].length, times.get(peer)[0].length);
      for (double quantile : new double[] {0.5, 0.99}) {
        Row row =
            row(name, k, quantile, times.get(i), times.get(peer), count, contenders.get(peer));
        rows.accept(planned ? row.withTarget(EngineTargets.latency(kind, k)) : row);
      }
      if (name.equals(AUTOMATIC)) {
        rows.accept(againstExhaustive(k, times));
      }
    }
  }

  private Row againstExhaustive(int k, List<double[][]> times) {
    List<String> names = contenders.stream().map(Contender::name).toList();
    double[][] automatic = times.get(names.indexOf(AUTOMATIC));
    int place = names.indexOf(EXHAUSTIVE);
    int count = Math.min(automatic[0].length, times.get(place)[0].length);
    return row(AUTOMATIC, k, 0.5, automatic, times.get(place), count, contenders.get(place))
        .withTarget(EngineTargets.LEAST_OF_AUTOMATIC);
  }

  /// @param count how many of the first queries both were measured on
  private Row row(
      String name,
      int k,
      double quantile,
      double[][] tern,
      double[][] others,
      int count,
      Contender other) {
    return new Row(
        "%s k=%d %s p%.0f".formatted(work(), k, name, 100 * quantile),
        1,
        Unit.MICROSECONDS,
        samples(tern, count, quantile),
        samples(others, count, quantile),
        other.name());
  }

  private static Samples samples(double[][] rounds, int count, double quantile) {
    if (quantile == 0.5) {
      return Samples.of(
          IntStream.range(0, rounds.length)
              .mapToDouble(round -> Samples.of(first(rounds[round], count)).median())
              .toArray());
    }
    double[] medians =
        IntStream.range(0, count)
            .mapToDouble(query ->
                Samples.of(
                        IntStream.range(0, rounds.length)
                            .mapToDouble(round -> rounds[round][query])
                            .toArray())
                    .median())
            .toArray();
    return Samples.of(Samples.of(medians).quantile(quantile));
  }

  private static double[] first(double[] values, int count) {
    return Arrays.copyOf(values, count);
  }

  /// Bytes that a search allocates, hits included.
  private Row allocation(int k) throws IOException {
    return new Row(
        "%s k=%d allocated by a search".formatted(work(), k),
        1,
        Unit.BYTES,
        allocated(automatic(), k),
        allocated(peer(), k),
        peer().name());
  }

  private Samples allocated(Contender contender, int k) throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] bytes = new double[Math.min(LEAST_QUERIES, queries)];
    for (int query = 0; query < bytes.length; query++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      contender.search(query, k);
      bytes[query] = Math.max(1, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return Samples.of(bytes);
  }
}
