package dev.tern.engine.query;

import dev.tern.engine.postings.TermPostings;

/// A term of the query that a segment has.
///
/// @param postings of the term
/// @param impact of the term in the query, above 0
public record QueryTerm(TermPostings postings, int impact) {
  /// The most that the term adds to the score of any document of the segment.
  int bound() {
    return impact * postings.maxImpact();
  }
}
