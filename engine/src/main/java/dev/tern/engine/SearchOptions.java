package dev.tern.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

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
    return with(draft -> draft.k = newK);
  }

  /// The same with another threshold.
  public SearchOptions withThreshold(float newThreshold) {
    return with(draft -> draft.threshold = newThreshold);
  }

  /// The same with another filter.
  public SearchOptions withFilter(DocumentFilter newFilter) {
    return with(draft -> draft.filter = newFilter);
  }

  /// The same with another algorithm.
  public SearchOptions withAlgorithm(Algorithm newAlgorithm) {
    return with(draft -> draft.algorithm = newAlgorithm);
  }

  /// The same with another step of the query's impacts. With a step of 1, weights that are whole
  /// numbers from 1 to 4095 are their own impacts.
  public SearchOptions withQueryStep(float newQueryStep) {
    return with(draft -> draft.queryStep = newQueryStep);
  }

  /// The same with a budget, which only [Algorithm#AUTOMATIC], [Algorithm#WINDOWED_HYBRID],
  /// [Algorithm#BLOCK_MAX_PRUNING] and [Algorithm#SCORE_AT_A_TIME] keep: they look at the documents
  /// with the greatest bounds first, or add the greatest parts of scores first.
  public SearchOptions withBudget(Budget newBudget) {
    return with(draft -> draft.budget = newBudget);
  }

  /// The same with or without counters.
  public SearchOptions withCounters(boolean newCounters) {
    return with(draft -> draft.counters = newCounters);
  }

  /// The same with another score. [Scoring#WEIGHTS] needs an index with a forward store, has no
  /// step of the query's impacts and no budget.
  public SearchOptions withScoring(Scoring newScoring) {
    return with(draft -> draft.scoring = newScoring);
  }

  /// The same in two phases: approximately.
  public SearchOptions withTwoPhase(TwoPhase newTwoPhase) {
    return with(draft -> draft.twoPhase = Optional.of(newTwoPhase));
  }

  /// The same with or without keys of the hits.
  public SearchOptions withKeys(boolean newKeys) {
    return with(draft -> draft.keys = newKeys);
  }

  private SearchOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// The same components, to be changed one by one.
  private static final class Draft {
    private int k;
    private float threshold;
    private DocumentFilter filter;
    private Algorithm algorithm;
    private float queryStep;
    private Budget budget;
    private boolean counters;
    private Scoring scoring;
    private Optional<TwoPhase> twoPhase;
    private boolean keys;

    Draft(SearchOptions options) {
      this.k = options.k;
      this.threshold = options.threshold;
      this.filter = options.filter;
      this.algorithm = options.algorithm;
      this.queryStep = options.queryStep;
      this.budget = options.budget;
      this.counters = options.counters;
      this.scoring = options.scoring;
      this.twoPhase = options.twoPhase;
      this.keys = options.keys;
    }

    SearchOptions options() {
      return new SearchOptions(
          k, threshold, filter, algorithm, queryStep, budget, counters, scoring, twoPhase, keys);
    }
  }
}
