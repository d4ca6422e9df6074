package dev.tern.bench;

import dev.tern.bench.plain.PlainSearch;
import dev.tern.bench.plain.PlainSearch.Answer;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.Algorithm;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Time for a query on one thread, measured as [EngineRounds] does: every algorithm against the
/// streaming exhaustive one, and that one against [PlainSearch].
///
/// A query is searched for three times in a row: the median is that of a collection which stays in
/// the caches, and p99 is not that of the scheduler.
///
/// @param index to search
/// @param plain the same documents
/// @param effort of each measurement
record SearchBench(SparseIndex index, PlainSearch plain, EngineSearchBench.Effort effort) {
  private static final List<Integer> DEPTHS = List.of(10, 100, 1000);
  private static final double[] QUANTILES = {0.5, 0.99};

  /// The choice of an algorithm must not cost more than a tenth over the exhaustive one.
  private static final double LEAST_OF_AUTOMATIC = 1 / 1.1;

  private static final Algorithm EXHAUSTIVE = Algorithm.STREAMING_EXHAUSTIVE;
  private static final String PLAIN = "dot product with every document";

  /// Compares the results of all contenders for all queries, then measures.
  ///
  /// @param kind of the queries, for the names of the rows
  void run(String kind, List<SparseVector> queries, Consumer<Row> rows) throws IOException {
    compare(queries);
    for (int k : DEPTHS) {
      measure(kind, queries, k, rows);
    }
  }

  /// Compares every algorithm at every depth with the plain search, whose best k are the first k of
  /// its longest list.
  private void compare(List<SparseVector> queries) {
    for (SparseVector query : queries) {
      List<Answer> best = plain.search(query, DEPTHS.getLast());
      for (int k : DEPTHS) {
        List<Answer> expected = best.subList(0, Math.min(k, best.size()));
        for (Algorithm algorithm : index.algorithms()) {
          compare(query, k, algorithm, expected);
        }
      }
    }
  }

  private void compare(SparseVector query, int k, Algorithm algorithm, List<Answer> expected) {
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

  private void measure(String kind, List<SparseVector> queries, int k, Consumer<Row> rows)
      throws IOException {
    EngineRounds rounds = EngineRounds.measure(contenders(queries), k, queries.size(), effort);
    for (double quantile : QUANTILES) {
      for (Algorithm algorithm : index.algorithms()) {
        String name = name(algorithm);
        String peer = algorithm == EXHAUSTIVE ? PLAIN : name(EXHAUSTIVE);
        int count = Math.min(rounds.count(name), rounds.count(peer));
        Row row =
            new Row(
                "search %s %s k=%d p%.0f".formatted(kind, name, k, 100 * quantile),
                1,
                Unit.MICROSECONDS,
                rounds.quantile(name, count, quantile),
                rounds.quantile(peer, count, quantile),
                peer);
        boolean planned = algorithm == Algorithm.AUTOMATIC && quantile == 0.5;
        rows.accept(planned ? row.withTarget(LEAST_OF_AUTOMATIC) : row);
      }
    }
  }

  private List<Contender> contenders(List<SparseVector> queries) {
    List<Contender> contenders = new ArrayList<>();
    for (Algorithm algorithm : index.algorithms()) {
      contenders.add(
          new Asked(
              name(algorithm),
              (query, k) ->
                  index.search(queries.get(query), SearchOptions.top(k).withAlgorithm(algorithm))));
    }
    contenders.add(new Asked(PLAIN, (query, k) -> plain.search(queries.get(query), k)));
    return contenders;
  }

  private static String name(Algorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT);
  }
}
