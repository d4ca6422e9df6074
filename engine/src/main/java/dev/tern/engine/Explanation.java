package dev.tern.engine;

import java.util.List;

/// Why a document has the score that it has for a query.
///
/// @param docId of the document
/// @param key of the document
/// @param terms of the query, the greatest contribution first and then by term; the contributions
///   are those by impacts or by weights, as they were asked for
/// @param score what a search returns for the document; 0 if it has no term of the query, in which
///   case no search returns it
/// @param integerScore the sum of the terms' integer contributions
public record Explanation(int docId, String key, List<Term> terms, float score, int integerScore) {
  /// Copies the list.
  public Explanation {
    terms = List.copyOf(terms);
  }

  /// What one term of the query adds to the score.
  ///
  /// @param term its id
  /// @param query its weight in the query
  /// @param document its weight in the document, 0 if it is not there: by impacts, impact × step of
  ///   the index; by weights, as it was given
  /// @param contribution to the score
  /// @param integerContribution query impact × document impact
  public record Term(
      int term, Part query, Part document, float contribution, int integerContribution) {}

  /// A term's weight on one side.
  ///
  /// @param weight of the model
  /// @param impact the integer that it became
  public record Part(float weight, int impact) {}
}
