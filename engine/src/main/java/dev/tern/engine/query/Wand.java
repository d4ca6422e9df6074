package dev.tern.engine.query;

import dev.tern.engine.postings.DocumentCursor;
import dev.tern.engine.postings.SegmentPostings;
import java.util.Arrays;
import java.util.Comparator;

/// WAND: Broder, Carmel, Herscovici, Soffer and Zien, *Efficient Query Evaluation using a Two-Level
/// Retrieval Process*, CIKM 2003.
///
/// Cursors are kept in the order of their docIds. Going through them in that order and adding up
/// their bounds, the one that takes the sum to the bar is the *pivot*: no document before the
/// pivot's can be a hit. If the first cursor has reached the pivot's document as well, the document
/// is scored; otherwise a cursor that is behind it jumps there.
public final class Wand implements Evaluator {
  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    TermCursor[] ordered = TermCursor.of(terms);
    Arrays.sort(ordered, Comparator.comparingInt(TermCursor::docId));
    long postings = 0;
    for (int pivot = pivot(ordered, collector.bar());
        pivot >= 0;
        pivot = pivot(ordered, collector.bar())) {
      int docId = ordered[pivot].docId();
      if (ordered[0].docId() == docId) {
        int matching = matching(ordered, docId);
        collector.collect(docId, score(ordered, matching));
        postings += matching;
        for (int i = matching - 1; i >= 0; i--) {
          ordered[i].next();
          sink(ordered, i);
        }
      } else {
        int behind = matching(ordered, ordered[0].docId()) - 1;
        ordered[behind].advance(docId);
        sink(ordered, behind);
      }
    }
    collector.countPostings(postings);
    collector.work().endOf(Work.Phase.CURSORS);
  }

  /// The place of the pivot, or -1 if no document from here on can reach the bar.
  static int pivot(TermCursor[] ordered, long bar) {
    long bounds = 0;
    for (int i = 0; i < ordered.length && ordered[i].docId() != DocumentCursor.END; i++) {
      bounds += ordered[i].bound();
      if (bounds >= bar) {
        return i;
      }
    }
    return -1;
  }

  /// How many cursors stand on `docId`, which the first one does.
  static int matching(TermCursor[] ordered, int docId) {
    int count = 1;
    while (count < ordered.length && ordered[count].docId() == docId) {
      count++;
    }
    return count;
  }

  private static int score(TermCursor[] ordered, int matching) {
    int score = 0;
    for (int i = 0; i < matching; i++) {
      score += ordered[i].score();
    }
    return score;
  }

  /// Restores the order after the cursor at `place` has moved forward.
  static void sink(TermCursor[] ordered, int place) {
    TermCursor moved = ordered[place];
    int i = place;
    for (; i + 1 < ordered.length && ordered[i + 1].docId() < moved.docId(); i++) {
      ordered[i] = ordered[i + 1];
    }
    ordered[i] = moved;
  }
}
