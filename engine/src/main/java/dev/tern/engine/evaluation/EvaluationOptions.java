package dev.tern.engine.evaluation;

/// What counts when a run is evaluated. Start with [#standard] or [#trecEval].
///
/// @param relevanceLevel lowest grade that is relevant, from 1 (trec_eval's `-l`); TREC DL uses 2.
///   NDCG ignores it
/// @param maxResults number of best results of a query that are looked at, from 1 (`-M`);
///   [Integer#MAX_VALUE] for all
/// @param judgedOnly whether documents that are not judged are dropped from the ranking (`-J`),
///   after the cut at `maxResults`
/// @param complete whether the mean is over all judged queries, those without results counting 0
///   (`-c`), or only over those that have results
/// @param removeIdenticalIds whether a result whose id is the query's id is removed, before every
///   cut. Right for ArguAna and Quora, whose queries are documents of the collection; wrong where
///   queries and documents are numbered independently, such as Cranfield
public record EvaluationOptions(
    int relevanceLevel,
    int maxResults,
    boolean judgedOnly,
    boolean complete,
    boolean removeIdenticalIds) {
  /// @throws IllegalArgumentException if a number is below 1
  public EvaluationOptions {
    if (relevanceLevel < 1) {
      throw new IllegalArgumentException(
          "a relevance level is at least 1: relevanceLevel=" + relevanceLevel);
    }
    if (maxResults < 1) {
      throw new IllegalArgumentException(
          "the number of results is at least 1: maxResults=" + maxResults);
    }
  }

  /// What published figures mostly mean: every judged query counts, whether the system found
  /// something for it or not (trec_eval `-c`, as Anserini, Pyserini and ir_measures average).
  public static EvaluationOptions standard() {
    return trecEval().withComplete(true);
  }

  /// trec_eval without options.
  public static EvaluationOptions trecEval() {
    return new EvaluationOptions(1, Integer.MAX_VALUE, false, false, false);
  }

  /// The same with another relevance level.
  public EvaluationOptions withRelevanceLevel(int level) {
    return new EvaluationOptions(level, maxResults, judgedOnly, complete, removeIdenticalIds);
  }

  /// The same with another number of results.
  public EvaluationOptions withMaxResults(int results) {
    return new EvaluationOptions(relevanceLevel, results, judgedOnly, complete, removeIdenticalIds);
  }

  /// The same with or without documents that are not judged.
  public EvaluationOptions withJudgedOnly(boolean only) {
    return new EvaluationOptions(relevanceLevel, maxResults, only, complete, removeIdenticalIds);
  }

  /// The same with the mean over all judged queries or over those with results.
  public EvaluationOptions withComplete(boolean all) {
    return new EvaluationOptions(relevanceLevel, maxResults, judgedOnly, all, removeIdenticalIds);
  }

  /// The same with or without results that are the query itself.
  public EvaluationOptions withRemoveIdenticalIds(boolean remove) {
    return new EvaluationOptions(relevanceLevel, maxResults, judgedOnly, complete, remove);
  }
}
