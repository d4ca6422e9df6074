package dev.tern.engine.query;

import dev.tern.engine.postings.BoundedCursor;

/// The postings of a query term, scored with the term's impact in the query.
public final class TermCursor {
  private final BoundedCursor postings;
  private final int queryImpact;
  private final int bound;

  /// @param queryImpact above 0
  public TermCursor(BoundedCursor postings, int queryImpact) {
    this.postings = postings;
    this.queryImpact = queryImpact;
    this.bound = queryImpact * postings.maxImpact();
  }

  /// The docId the cursor stands on.
  int docId() {
    return postings.docId();
  }

  /// Moves to the next docId.
  int next() {
    return postings.next();
  }

  /// Moves to the first docId that is at least `target`.
  int advance(int target) {
    return postings.advance(target);
  }

  /// What the term adds to the score of the document the cursor stands on.
  int score() {
    return queryImpact * postings.impact();
  }

  /// The most that the term adds to the score of any document of the segment.
  int bound() {
    return bound;
  }
}
