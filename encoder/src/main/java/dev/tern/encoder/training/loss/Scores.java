package dev.tern.encoder.training.loss;

import java.util.Arrays;
import java.util.List;

/// Scores of B queries, each against n candidates, [B x n], with their gradients.
///
/// One thread at a time.
public final class Scores {
  private final int queries;
  private final int candidates;
  private final int group;
  private final double[] values;
  private final double[] gradients;

  private Scores(int candidates, int group, double[] values) {
    if (candidates < 1 || values.length % candidates != 0) {
      throw new IllegalArgumentException(
          "whole rows of candidates: candidates=" + candidates + " values=" + values.length);
    }
    this.queries = values.length / candidates;
    this.candidates = candidates;
    this.group = group;
    this.values = values;
    this.gradients = new double[values.length];
  }

  /// Scores of each query against its own candidates, the first of which is the positive one.
  ///
  /// @param candidates of each query, at least 1
  /// @param values row-major, not copied
  public static Scores own(int candidates, double[] values) {
    return new Scores(candidates, 0, values);
  }

  /// Scores of each query against the documents of all queries: candidate `b group + k` is document
  /// k of query b.
  ///
  /// @param group documents of each query, at least 1
  /// @param values row-major with `queries group` columns, not copied
  public static Scores inBatch(int queries, int group, double[] values) {
    if (group < 1 || values.length != (long) queries * queries * group) {
      throw new IllegalArgumentException(
          "a score of each query and document: queries="
              + queries
              + " group="
              + group
              + " values="
              + values.length);
    }
    return new Scores(queries * group, group, values);
  }

  /// B.
  public int queries() {
    return queries;
  }

  /// n.
  public int candidates() {
    return candidates;
  }

  /// Whether candidates of other queries stand beside a query's own.
  boolean isInBatch() {
    return group > 0;
  }

  /// The candidate that is the positive document of `query`.
  int positive(int query) {
    return query * group;
  }

  /// Whether a candidate is the positive document of some query.
  boolean isPositive(int candidate) {
    return isInBatch() ? candidate % group == 0 : candidate == 0;
  }

  /// The score of a candidate.
  public double value(int query, int candidate) {
    return values[query * candidates + candidate];
  }

  /// The gradient of a score.
  public double gradient(int query, int candidate) {
    return gradients[query * candidates + candidate];
  }

  /// Adds to the gradient of a score.
  void addGradient(int query, int candidate, double d) {
    gradients[query * candidates + candidate] += d;
  }

  /// `factor (s + other)` for the same candidates, with gradients of its own at 0.
  ///
  /// @param others added first, each of the same shape
  public Scores plus(List<Scores> others, double factor) {
    double[] sums = values.clone();
    for (Scores other : others) {
      if (other.queries != queries || other.candidates != candidates) {
        throw new IllegalArgumentException(
            "scores of the same candidates are added: queries="
                + other.queries
                + " candidates="
                + other.candidates);
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += other.values[i];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= factor;
    }
    return new Scores(candidates, group, sums);
  }

  /// Adds `factor` times the gradients of a sum that these scores are part of.
  public void addGradients(Scores sum, double factor) {
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] += factor * sum.gradients[i];
    }
  }

  /// A copy of the scores of a query.
  double[] row(int query) {
    return Arrays.copyOfRange(values, query * candidates, (query + 1) * candidates);
  }
}
