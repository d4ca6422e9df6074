package dev.tern.bench;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Time for a query, of one kind and in a process that has done nothing else: what users get
/// against the streaming exhaustive search and Lucene, and afterwards all other algorithms.
///
/// @param label of the collection, for the names of the rows
/// @param kind of the queries
/// @param index ours
/// @param queries with whole numbers as weights
/// @param lucene the peer, with the same queries
/// @param aimed whether the rows have targets
record EngineSearchBench(
    String label,
    String kind,
    SparseIndex index,
    List<SparseVector> queries,
    LuceneContender lucene,
    boolean aimed) {
  private static final List<Integer> DEPTHS = List.of(10, 100, 1000);
  private static final String EXHAUSTIVE = TernContender.name(Algorithm.STREAMING_EXHAUSTIVE);
  private static final String AUTOMATIC = TernContender.name(Algorithm.AUTOMATIC);
  private static final String KEYLESS = AUTOMATIC + TernContender.KEYLESS;

  /// Whose parts are timed.
  private static final List<Algorithm> PHASED =
      List.of(Algorithm.WINDOWED_HYBRID, Algorithm.STREAMING_EXHAUSTIVE);

  private static final int ALLOCATING_QUERIES = 10;

  /// How long to measure.
  ///
  /// @param rounds how often each contender is measured
  /// @param warmUpSeconds how long all of them are run in turn before, at least
  /// @param seconds about how long each is run in a round, at most
  /// @param searches in a row for each query, whose median counts
  record Effort(int rounds, double warmUpSeconds, double seconds, int searches) {
    /// Every query once in a round, so that it finds nothing in the caches that it left itself.
    Effort(int rounds, double warmUpSeconds, double seconds) {
      this(rounds, warmUpSeconds, seconds, 1);
    }

    /// For what is measured to be seen beside the rest, and has no target.
    Effort lighter() {
      return new Effort(Math.min(rounds, 3), warmUpSeconds / 3, seconds / 2, searches);
    }
  }

  /// Compares the results of all contenders, and measures.
  ///
  /// @param others number of queries on which the other algorithms are compared
  void run(Effort effort, int others, Consumer<String> progress, Consumer<Row> rows)
      throws IOException {
    List<Contender> first =
        List.of(
            contender(Algorithm.AUTOMATIC),
            new TernContender(index, queries, Algorithm.AUTOMATIC, false),
            contender(Algorithm.STREAMING_EXHAUSTIVE),
            lucene);
    for (int k : DEPTHS) {
      EngineRounds rounds = measure(first, k, queries.size(), effort, progress);
      for (double quantile : new double[] {0.5, 0.99}) {
        rows.accept(row(rounds, AUTOMATIC, k, quantile, LuceneContender.NAME));
        // Lucene's hits have no keys, so that this is the same work.
        Row row = row(rounds, KEYLESS, k, quantile, LuceneContender.NAME);
        rows.accept(
            aimed && EngineTargets.hasLatency(kind)
                ? row.withTarget(EngineTargets.latency(kind, k))
                : row);
        rows.accept(row(rounds, EXHAUSTIVE, k, quantile, LuceneContender.NAME));
      }
      rows.accept(
          row(rounds, AUTOMATIC, k, 0.5, EXHAUSTIVE).withTarget(EngineTargets.LEAST_OF_AUTOMATIC));
      rows.accept(slowest(rounds, k));
      rows.accept(allocation(k));
    }
    int threads = Runtime.getRuntime().availableProcessors();
    for (int k : List.of(DEPTHS.getFirst(), DEPTHS.getLast())) {
      rows.accept(
          new Throughput(threads, effort)
              .run(work(k) + " all cores", contender(Algorithm.AUTOMATIC), lucene, k));
    }
    for (int k : DEPTHS) {
      for (Algorithm algorithm : PHASED) {
        PhaseTimes.of(contender(algorithm), k).report(work(k), progress, rows);
      }
    }
    runOthers(effort.lighter(), Math.min(others, queries.size()), progress, rows);
  }

  private void runOthers(Effort effort, int count, Consumer<String> progress, Consumer<Row> rows)
      throws IOException {
    List<Contender> others = new ArrayList<>();
    index.algorithms().stream()
        .filter(each -> each != Algorithm.AUTOMATIC && each != Algorithm.STREAMING_EXHAUSTIVE)
        .forEach(each -> others.add(contender(each)));
    others.add(lucene);
    for (int k : DEPTHS) {
      EngineRounds rounds = measure(others, k, count, effort, progress);
      for (Contender each : others.subList(0, others.size() - 1)) {
        rows.accept(row(rounds, each.name(), k, 0.5, LuceneContender.NAME));
        rows.accept(row(rounds, each.name(), k, 0.99, LuceneContender.NAME));
      }
    }
  }

  private EngineRounds measure(
      List<Contender> contenders, int k, int count, Effort effort, Consumer<String> progress)
      throws IOException {
    long fingerprint = Comparison.fingerprint(label + " " + kind, contenders, count, k);
    progress.accept(
        "%s: %d lists of hits of %d contenders are the same, fingerprint %016x"
            .formatted(work(k), count, contenders.size(), fingerprint));
    return EngineRounds.measure(contenders, k, count, effort);
  }

  private TernContender contender(Algorithm algorithm) {
    return new TernContender(index, queries, algorithm);
  }

  private String work(int k) {
    return "%s %s k=%d".formatted(label, kind, k);
  }

  private Row row(EngineRounds rounds, String name, int k, double quantile, String peer) {
    int count = Math.min(rounds.count(name), rounds.count(peer));
    return new Row(
        "%s %s p%.0f".formatted(work(k), name, 100 * quantile),
        1,
        Unit.MICROSECONDS,
        rounds.quantile(name, count, quantile),
        rounds.quantile(peer, count, quantile),
        peer);
  }

  /// How many times as long as the exhaustive search the slowest hundredth of the queries take.
  private Row slowest(EngineRounds rounds, int k) {
    double[] ratios = rounds.ratios(AUTOMATIC, EXHAUSTIVE);
    return new Row(
            work(k) + " automatic, worst of 100 queries",
            1,
            Unit.TIMES,
            Samples.of(Samples.of(ratios).quantile(0.99)),
            Samples.of(1),
            EXHAUSTIVE + ", query by query")
        .withTarget(EngineTargets.LEAST_OF_AUTOMATIC);
  }

  /// Bytes that a search allocates, hits included.
  private Row allocation(int k) throws IOException {
    return new Row(
        work(k) + " allocated by a search",
        1,
        Unit.BYTES,
        allocated(contender(Algorithm.AUTOMATIC), k),
        allocated(lucene, k),
        LuceneContender.NAME);
  }

  private Samples allocated(Contender contender, int k) throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] bytes = new double[Math.min(ALLOCATING_QUERIES, queries.size())];
    for (int query = 0; query < bytes.length; query++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      contender.search(query, k);
      bytes[query] = Math.max(1, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return Samples.of(bytes);
  }
}
