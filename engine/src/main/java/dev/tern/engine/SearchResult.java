package dev.tern.engine;

import java.util.List;
import java.util.Optional;

/// What a search found, and what it took.
///
/// @param hits the best first
/// @param algorithm that was used
/// @param greatestMissed 0 if the hits are the best documents for certain; else the search has left
///   documents out because of its [Budget], none of which scores more than this
/// @param scoreSlack 0 if the scores of the hits are whole; else [Algorithm#SCORE_AT_A_TIME] has
///   left parts of them out because of its budget, and a hit scores at least what it says and at
///   most so much more, but for the rounding of floats
/// @param counters what the search did, if they were asked for
public record SearchResult(
    List<Hit> hits,
    Algorithm algorithm,
    float greatestMissed,
    float scoreSlack,
    Optional<SearchCounters> counters) {
  /// Takes the results of many queries, one after the other.
  @FunctionalInterface
  public interface Sink {
    /// Takes the next one.
    void accept(SearchResult result);
  }

  /// Copies the list.
  public SearchResult {
    hits = List.copyOf(hits);
  }

  /// Whether the hits are the best documents for certain.
  public boolean isComplete() {
    return greatestMissed == 0;
  }
}
