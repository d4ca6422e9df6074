package dev.tern.engine.query;

import dev.tern.engine.postings.BlockCursor;

/// Walks the postings of a query term, scored with the term's impact in the query.
final class TermCursor {
  private final BlockCursor postings;
  private final int queryImpact;
  private final int bound;

  /// A cursor on the first posting of a term.
  TermCursor(QueryTerms terms, int i) {
    postings = terms.postings(i).cursor();
    queryImpact = terms.impact(i);
    bound = terms.bound(i);
  }

  /// Cursors on the first postings of terms.
  static TermCursor[] of(QueryTerms terms) {
    TermCursor[] cursors = new TermCursor[terms.size()];
    for (int i = 0; i < cursors.length; i++) {
      cursors[i] = new TermCursor(terms, i);
    }
    return cursors;
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

  /// The most that the term adds to the score of any document in the block of `target`.
  ///
  /// @param target at least where the cursor stands and all targets so far
  int blockBound(int target) {
    return queryImpact * postings.blockMaxImpact(target);
  }

  /// The most that the term adds to the score of any document of the segment.
  int bound() {
    return bound;
  }
}
