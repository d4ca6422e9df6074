package dev.tern.engine.collection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How several rankings of documents become one.
///
/// Documents that a ranking does not have get nothing from it. Equal scores are ordered by key.
public sealed interface Fusion {
  /// Reciprocal rank fusion with the constant 60 of its paper.
  static Fusion reciprocalRank() {
    return new ReciprocalRank(60);
  }

  /// The best `k` documents of all rankings.
  ///
  /// @param rankings each with different documents, the best first
  default List<Ranked> fuse(List<List<Ranked>> rankings, int k) {
    Map<String, Double> sums = new HashMap<>();
    for (int i = 0; i < rankings.size(); i++) {
      List<Ranked> ranking = rankings.get(i);
      for (int rank = 0; rank < ranking.size(); rank++) {
        sums.merge(ranking.get(rank).key(), part(i, ranking, rank), Double::sum);
      }
    }
    List<Ranked> fused = new ArrayList<>();
    sums.forEach((key, score) -> fused.add(new Ranked(key, score)));
    Collections.sort(fused, Ranked.BEST_FIRST);
    return List.copyOf(fused.subList(0, Math.min(k, fused.size())));
  }

  /// What a ranking adds to the score of one of its documents.
  ///
  /// @param number of the ranking among those that are fused
  /// @param rank of the document in it, from 0
  double part(int number, List<Ranked> ranking, int rank);

  /// Only ranks count: Σ 1 / (constant + rank), ranks from 1. Cormack, Clarke and Büttcher,
  /// *Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods*, SIGIR
  /// 2009.
  ///
  /// @param constant at least 0; the larger, the less the first ranks stand out
  record ReciprocalRank(double constant) implements Fusion {
    /// Checks the constant.
    public ReciprocalRank {
      if (!(constant >= 0) || constant == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the constant is finite and not below 0: constant=" + constant);
      }
    }

    @Override
    public double part(int number, List<Ranked> ranking, int rank) {
      return 1 / (constant + rank + 1);
    }
  }

  /// Scores count: Σ weight · (score - least) / (greatest - least), of each ranking; 1 for all
  /// where all scores are equal.
  ///
  /// @param weights of the rankings in their order, not below 0; further ones have 1
  record NormalisedScores(List<Double> weights) implements Fusion {
    /// Checks the weights.
    public NormalisedScores {
      weights = List.copyOf(weights);
      for (double weight : weights) {
        if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
          throw new IllegalArgumentException(
              "a weight is finite and not below 0: weight=" + weight);
        }
      }
    }

    @Override
    public double part(int number, List<Ranked> ranking, int rank) {
      double weight = number < weights.size() ? weights.get(number) : 1;
      double least = ranking.getLast().score();
      double range = ranking.getFirst().score() - least;
      return weight * (range == 0 ? 1 : (ranking.get(rank).score() - least) / range);
    }
  }

  /// The fusion of this name on the command line: `rrf`, `scores`, or `scores:WEIGHT,...`.
  ///
  /// @throws IllegalArgumentException if there is none
  static Fusion parse(String text) {
    if (text.equals("rrf")) {
      return reciprocalRank();
    }
    if (text.equals("scores")) {
      return new NormalisedScores(List.of());
    }
    if (text.startsWith("scores:")) {
      List<Double> weights = new ArrayList<>();
      for (String weight : text.substring("scores:".length()).split(",", -1)) {
        try {
          weights.add(Double.valueOf(weight));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("'" + weight + "' is no number", e);
        }
      }
      return new NormalisedScores(weights);
    }
    throw new IllegalArgumentException(
        "a fusion is rrf, scores, or scores:WEIGHT,WEIGHT,...: fusion=" + text);
  }
}
