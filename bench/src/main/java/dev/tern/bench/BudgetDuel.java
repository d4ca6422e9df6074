package dev.tern.bench;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.Budget;
import dev.tern.engine.Hit;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SearchResult;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Score-at-a-time over postings by impact, and the windowed hybrid over postings in windows, for
/// the ten best documents: exact, and with a budget in postings.
///
/// A budget is a share of the postings of the query's terms. Recall is how many of the ten best
/// documents are among the ten hits. The two take turns, round by round; a figure is the median of
/// the rounds' medians over the queries.
///
/// @param work for the names of the rows
record BudgetDuel(
    String work, SparseIndex hybrid, SparseIndex impacts, List<SparseVector> queries) {
  private static final int K = 10;
  private static final double[] SHARES = {1, 0.1, 0.05, 0.01};
  private static final int ROUNDS = 5;
  private static final double WARM_UP_SECONDS = 0.7;
  private static final String PEER = "windowed hybrid";

  void run(Consumer<Row> rows) throws IOException {
    for (double share : SHARES) {
      String name = share == 1 ? "k=10 exact" : "k=10 %.0f %% of postings".formatted(100 * share);
      if (share == 1) {
        compare();
      } else {
        rows.accept(
            new Row(
                work + " " + name + " recall",
                1,
                Unit.PERCENT,
                Samples.of(recall(impacts, share)),
                Samples.of(recall(hybrid, share)),
                PEER + ", same budget"));
      }
      rows.accept(times(name, share));
    }
  }

  /// Both find the same documents with the same scores if nothing stops them.
  private void compare() {
    for (int i = 0; i < queries.size(); i++) {
      List<Hit> expected = search(hybrid, i, 1).hits();
      if (!search(impacts, i, 1).hits().equals(expected)) {
        throw new WrongAnswerException(work + ": other hits for the query " + queries.get(i));
      }
    }
  }

  /// In percent.
  private double recall(SparseIndex index, double share) {
    int found = 0;
    int all = 0;
    for (int i = 0; i < queries.size(); i++) {
      Set<Integer> best = docIds(search(hybrid, i, 1));
      all += best.size();
      best.retainAll(docIds(search(index, i, share)));
      found += best.size();
    }
    return Math.max(1e-9, 100.0 * found / all);
  }

  private static Set<Integer> docIds(SearchResult result) {
    return result.hits().stream().map(Hit::docId).collect(Collectors.toCollection(HashSet::new));
  }

  private SearchResult search(SparseIndex index, int query, double share) {
    SparseVector vector = queries.get(query);
    SearchOptions options = SearchOptions.top(K).withQueryStep(1);
    if (share < 1) {
      long postings = 0;
      for (int i = 0; i < vector.size(); i++) {
        postings += index.documentFrequency(vector.id(i));
      }
      options =
          options.withBudget(
              Budget.unlimited().withPostings(Math.max(1, (long) (share * postings))));
    }
    return index.search(vector, options);
  }

  private Row times(String name, double share) throws IOException {
    List<SparseIndex> indexes = List.of(impacts, hybrid);
    for (SparseIndex index : indexes) {
      long begin = System.nanoTime();
      for (int i = 0; (System.nanoTime() - begin) / 1e9 < WARM_UP_SECONDS; i++) {
        search(index, i % queries.size(), share);
      }
    }
    List<double[]> medians = List.of(new double[ROUNDS], new double[ROUNDS]);
    for (int round = 0; round < ROUNDS; round++) {
      for (int side = 0; side < 2; side++) {
        SparseIndex index = indexes.get((side + round) % 2);
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
          int query = i;
          micros.add(1e6 * Duel.seconds(() -> search(index, query, share)));
        }
        medians.get((side + round) % 2)[round] =
            Samples.of(micros.stream().mapToDouble(Double::doubleValue).toArray()).median();
      }
    }
    return new Row(
        work + " " + name + " p50",
        1,
        Unit.MICROSECONDS,
        Samples.of(medians.getFirst()),
        Samples.of(medians.getLast()),
        share == 1 ? PEER : PEER + ", same budget");
  }
}
