package dev.tern.engine.query;

import dev.tern.engine.postings.DocumentCursor;
import dev.tern.engine.postings.SegmentPostings;

/// Scores every document that has a term of the query: the definition of the right answer.
///
/// score(d) = Σ_t q_t · impact(t, d), added up term at a time in an array with a place for each
/// document. The array covers a window of docIds at a time, which bounds its size and keeps it in
/// the processor's second cache.
public final class Exhaustive implements Evaluator {
  private static final int WINDOW = 1 << 15;

  private final int[] scores = new int[WINDOW];

  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    TermCursor[] cursors = TermCursor.of(terms);
    long postings = 0;
    for (int next = first(cursors); next != DocumentCursor.END; next = first(cursors)) {
      int start = next & -WINDOW;
      int end = (int) Math.min((long) start + WINDOW, DocumentCursor.END);
      for (TermCursor term : cursors) {
        for (int docId = term.docId(); docId < end; docId = term.next()) {
          scores[docId - start] += term.score();
          postings++;
        }
      }
      collect(start, collector);
    }
    collector.countPostings(postings);
    collector.work().endOf(Work.Phase.CURSORS);
  }

  /// Impacts are above 0, so a score of 0 means that the document has no term of the query.
  private void collect(int start, Collector collector) {
    for (int i = 0; i < WINDOW; i++) {
      if (scores[i] > 0) {
        collector.collect(start + i, scores[i]);
        scores[i] = 0;
      }
    }
  }

  private static int first(TermCursor[] terms) {
    int first = DocumentCursor.END;
    for (TermCursor term : terms) {
      first = Math.min(first, term.docId());
    }
    return first;
  }
}
