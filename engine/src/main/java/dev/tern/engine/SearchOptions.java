package dev.tern.engine;

import java.util.Objects;
import java.util.Optional;

/// What a search is to return.
///
/// @param k how many hits at most, at least 1
/// @param threshold the score that a hit has at least (inclusive); documents without a term of the
///   query are never hits, whatever the threshold
/// @param filter which documents may be hits
/// @param algorithm how to find them
/// @param queryStep of the query's impacts: impact = round(weight / queryStep); 0 to take the
///   finest one. A step that is too small for the query, so that an impact would exceed 4095 or a
///   score an `int`, is raised to the finest one
/// @param budget how much the search may do; without a limit the answer is exact
/// @param counters whether the result says what the search did
/// @param scoring what the score of a document is
/// @param twoPhase how to search approximately, in two phases; absent for an exact search
/// @param keys whether hits have keys, which lie anywhere in memory: reading 1000 of them takes a
///   tenth to two fifths of a search. Without them the key of each hit is empty, and
///   [SparseIndex#key] tells that of a docId
public record SearchOptions(
    int k,
    float threshold,
    DocumentFilter filter,
    Algorithm algorithm,
    float queryStep,
    Budget budget,
    boolean counters,
    Scoring scoring,
    Optional<TwoPhase> twoPhase,
    boolean keys) {
  private static final SearchOptions DEFAULTS =
      new SearchOptions(
          10,
          0,
          DocumentFilter.all(),
          Algorithm.AUTOMATIC,
          0,
          Budget.unlimited(),
          false,
          Scoring.IMPACTS,
          Optional.empty(),
          true);

  /// Checks the values.
  public SearchOptions {
    if (k < 1) {
      throw new IllegalArgumentException("a search returns at least one hit: k=" + k);
    }
    if (Float.isNaN(threshold)) {
      throw new IllegalArgumentException("a threshold must be a number: threshold=" + threshold);
    }
    if (!(queryStep >= 0) || queryStep == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "a step is finite and not below 0: queryStep=" + queryStep);
    }
    Objects.requireNonNull(filter);
    Objects.requireNonNull(algorithm);
    if (!budget.isUnlimited() && !algorithm.keepsBudgets()) {
      throw new IllegalArgumentException(
          "an exact algorithm knows no budget: algorithm=" + algorithm);
    }
    if (scoring == Scoring.WEIGHTS && !budget.isUnlimited()) {
      throw new IllegalArgumentException("a search by weights knows no budget: scoring=" + scoring);
    }
    if (twoPhase.isPresent() && (scoring == Scoring.WEIGHTS || !budget.isUnlimited())) {
      throw new IllegalArgumentException(
          "a two-phase search is by impacts and knows no budget: scoring=" + scoring);
    }
  }

  /// Ten hits of all documents, without a threshold.
  public static SearchOptions defaults() {
    return DEFAULTS;
  }

  /// The best `k` of all documents, without a threshold.
  public static SearchOptions top(int k) {
    return DEFAULTS.withK(k);
  }

  /// The same with another number of hits.
  public SearchOptions withK(int newK) {
    return new SearchOptions(
        newK, threshold, filter, algorithm, queryStep, budget, counters, scoring, twoPhase, keys);
  }

  /// The same with another threshold.
  public SearchOptions withThreshold(float newThreshold) {
    return new SearchOptions(
        k, newThreshold, filter, algorithm, queryStep, budget, counters, scoring, twoPhase, keys);
  }

  /// The same with another filter.
  public SearchOptions withFilter(DocumentFilter newFilter) {
    return new SearchOptions(
        k, threshold, newFilter, algorithm, queryStep, budget, counters, scoring, twoPhase, keys);
  }

  /// The same with another algorithm.
  public SearchOptions withAlgorithm(Algorithm newAlgorithm) {
    return new SearchOptions(
        k, threshold, filter, newAlgorithm, queryStep, budget, counters, scoring, twoPhase, keys);
  }

  /// The same with another step of the query's impacts. With a step of 1, weights that are whole
  /// numbers from 1 to 4095 are their own impacts.
  public SearchOptions withQueryStep(float newQueryStep) {
    return new SearchOptions(
        k, threshold, filter, algorithm, newQueryStep, budget, counters, scoring, twoPhase, keys);
  }

  /// The same with a budget, which only [Algorithm#AUTOMATIC], [Algorithm#WINDOWED_HYBRID],
  /// [Algorithm#BLOCK_MAX_PRUNING] and [Algorithm#SCORE_AT_A_TIME] keep: they look at the documents
  /// with the greatest bounds first, or add the greatest parts of scores first.
  public SearchOptions withBudget(Budget newBudget) {
    return new SearchOptions(
        k, threshold, filter, algorithm, queryStep, newBudget, counters, scoring, twoPhase, keys);
  }

  /// The same with or without counters.
  public SearchOptions withCounters(boolean newCounters) {
    return new SearchOptions(
        k, threshold, filter, algorithm, queryStep, budget, newCounters, scoring, twoPhase, keys);
  }

  /// The same with another score. [Scoring#WEIGHTS] needs an index with a forward store, has no
  /// step of the query's impacts and no budget.
  public SearchOptions withScoring(Scoring newScoring) {
    return new SearchOptions(
        k, threshold, filter, algorithm, queryStep, budget, counters, newScoring, twoPhase, keys);
  }

  /// The same in two phases: approximately.
  public SearchOptions withTwoPhase(TwoPhase newTwoPhase) {
    return new SearchOptions(
        k,
        threshold,
        filter,
        algorithm,
        queryStep,
        budget,
        counters,
        scoring,
        Optional.of(newTwoPhase),
        keys);
  }

  /// The same with or without keys of the hits.
  public SearchOptions withKeys(boolean newKeys) {
    return new SearchOptions(
        k, threshold, filter, algorithm, queryStep, budget, counters, scoring, twoPhase, newKeys);
  }
}
