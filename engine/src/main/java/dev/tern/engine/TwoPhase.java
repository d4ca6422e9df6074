package dev.tern.engine;

/// Two-phase search as OpenSearch defines it: the terms of the query with high weights find
/// candidates, and only these get the scores of all terms.
///
/// It is *approximate*: a document that has its score from terms with low weights is missed unless
/// it is among the candidates. What it may have missed, the result says. It is here to be compared
/// with; the exact search is the faster one in most cases, since it adds up the terms of low weight
/// in few blocks of documents only.
///
/// @param pruneRatio a term is high if its weight is at least pruneRatio times the greatest weight
///   of the query; in [0, 1]
/// @param expansionRate how many candidates there are for each hit, above 1
/// @param maxWindow most candidates, at least 50; more hits than that are never found
public record TwoPhase(float pruneRatio, float expansionRate, int maxWindow) {
  private static final TwoPhase DEFAULTS = new TwoPhase(0.4f, 5, 10_000);

  /// Checks the values.
  public TwoPhase {
    if (!(pruneRatio >= 0 && pruneRatio <= 1)) {
      throw new IllegalArgumentException("a prune ratio is 0 to 1: pruneRatio=" + pruneRatio);
    }
    if (!(expansionRate > 1) || expansionRate == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "an expansion rate is above 1: expansionRate=" + expansionRate);
    }
    if (maxWindow < 50) {
      throw new IllegalArgumentException("a window is at least 50: maxWindow=" + maxWindow);
    }
  }

  /// The defaults of OpenSearch: 0.4, 5 and 10,000.
  public static TwoPhase defaults() {
    return DEFAULTS;
  }

  /// The same with another prune ratio.
  public TwoPhase withPruneRatio(float newRatio) {
    return new TwoPhase(newRatio, expansionRate, maxWindow);
  }

  /// The same with another expansion rate.
  public TwoPhase withExpansionRate(float newRate) {
    return new TwoPhase(pruneRatio, newRate, maxWindow);
  }

  /// The same with another limit of candidates.
  public TwoPhase withMaxWindow(int newWindow) {
    return new TwoPhase(pruneRatio, expansionRate, newWindow);
  }

  /// How many candidates there are for `k` hits.
  int window(int k) {
    return (int) Math.min((double) k * expansionRate, maxWindow);
  }
}
