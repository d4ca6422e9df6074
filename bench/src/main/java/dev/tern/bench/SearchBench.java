package dev.tern.bench;

import dev.tern.bench.plain.PlainSearch;
import dev.tern.bench.plain.PlainSearch.Answer;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// Time for a query on one thread: every algorithm against the streaming exhaustive one, and that
/// one against [PlainSearch].
///
/// In a round each contender in turn, and every time another one first, searches all queries one by
/// one; the samples are the p50 and p99 of the rounds. The time for a query in a round is the
/// median of three searches in a row, without which the p99 of a machine with other work is that of
/// its scheduler: a query of 50 µs is the one in a hundred that loses the processor for
/// milliseconds.
///
/// @param index to search
/// @param plain the same documents
/// @param rounds how often each contender is measured, and how long all are run before
record SearchBench(SparseIndex index, PlainSearch plain, Duel.Rounds rounds) {
  private static final List<Integer> DEPTHS = List.of(10, 100, 1000);
  private static final double[] QUANTILES = {0.5, 0.99};

  /// The choice of an algorithm must not cost more than a tenth over the exhaustive one.
  private static final double LEAST_OF_AUTOMATIC = 1 / 1.1;

  private static final Algorithm EXHAUSTIVE = Algorithm.STREAMING_EXHAUSTIVE;
  private static final int SEARCHES = 3;
  private static final String PLAIN = "dot product with every document";

  /// Compares the results of all contenders for all queries, then measures.
  ///
  /// @param kind of the queries, for the names of the rows
  void run(String kind, List<SparseVector> queries, Consumer<Row> rows) throws IOException {
    for (int k : DEPTHS) {
      compare(queries, k);
    }
    for (int k : DEPTHS) {
      measure(kind, queries, k, rows);
    }
  }

  private void compare(List<SparseVector> queries, int k) {
    for (SparseVector query : queries) {
      List<Answer> expected = plain.search(query, k);
      for (Algorithm algorithm : index.algorithms()) {
        List<Answer> actual =
            index.search(query, SearchOptions.top(k).withAlgorithm(algorithm)).hits().stream()
                .map(hit -> new Answer(hit.docId(), hit.integerScore()))
                .toList();
        if (!actual.equals(expected)) {
          throw new WrongAnswerException(
              "the algorithm "
                  + name(algorithm)
                  + " and the plain search find different documents for k="
                  + k
                  + " and the query "
                  + query);
        }
      }
    }
  }

  private void measure(String kind, List<SparseVector> queries, int k, Consumer<Row> rows)
      throws IOException {
    Map<String, List<Samples>> times = times(queries, contenders(k));
    for (double quantile : QUANTILES) {
      for (Algorithm algorithm : index.algorithms()) {
        String name = name(algorithm);
        String peer = algorithm == EXHAUSTIVE ? PLAIN : name(EXHAUSTIVE);
        Row row =
            new Row(
                "search %s %s k=%d p%.0f".formatted(kind, name, k, 100 * quantile),
                1,
                Unit.MICROSECONDS,
                quantile(times.get(name), quantile),
                quantile(times.get(peer), quantile),
                peer);
        boolean planned = algorithm == Algorithm.AUTOMATIC && quantile == 0.5;
        rows.accept(planned ? row.withTarget(LEAST_OF_AUTOMATIC) : row);
      }
    }
  }

  /// For each contender the times for all queries in each round.
  private Map<String, List<Samples>> times(
      List<SparseVector> queries, Map<String, Function<SparseVector, ?>> contenders)
      throws IOException {
    List<String> order = new ArrayList<>(contenders.keySet());
    for (long begin = System.nanoTime(); System.nanoTime() - begin < rounds.warmUpNanos(); ) {
      for (String name : order) {
        microseconds(queries, contenders.get(name));
      }
    }
    Map<String, List<Samples>> times = new HashMap<>();
    for (int round = 0; round < rounds.rounds(); round++) {
      Collections.rotate(order, 1);
      for (String name : order) {
        times
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(microseconds(queries, contenders.get(name)));
      }
    }
    return times;
  }

  private Map<String, Function<SparseVector, ?>> contenders(int k) {
    Map<String, Function<SparseVector, ?>> contenders = new LinkedHashMap<>();
    for (Algorithm algorithm : index.algorithms()) {
      SearchOptions options = SearchOptions.top(k).withAlgorithm(algorithm);
      contenders.put(name(algorithm), query -> index.search(query, options));
    }
    contenders.put(PLAIN, query -> plain.search(query, k));
    return contenders;
  }

  private static Samples microseconds(List<SparseVector> queries, Function<SparseVector, ?> search)
      throws IOException {
    double[] times = new double[queries.size()];
    double[] searches = new double[SEARCHES];
    for (int i = 0; i < times.length; i++) {
      SparseVector query = queries.get(i);
      for (int j = 0; j < SEARCHES; j++) {
        searches[j] = 1e6 * Duel.seconds(() -> search.apply(query));
      }
      times[i] = Samples.of(searches).median();
    }
    return Samples.of(times);
  }

  private static Samples quantile(List<Samples> rounds, double quantile) {
    return Samples.of(rounds.stream().mapToDouble(round -> round.quantile(quantile)).toArray());
  }

  private static String name(Algorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT);
  }
}
