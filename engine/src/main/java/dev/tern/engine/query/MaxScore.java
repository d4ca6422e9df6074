package dev.tern.engine.query;

import dev.tern.engine.postings.DocumentCursor;
import dev.tern.engine.postings.SegmentPostings;
import java.util.Arrays;
import java.util.Comparator;

/// MaxScore: Turtle and Flood, *Query Evaluation: Strategies and Optimizations*, Information
/// Processing & Management 31(6), 1995.
///
/// Terms are ordered by their bounds, the lowest first. As long as the bounds of the first terms
/// add up to less than the bar, a document that has none but these cannot be a hit: they are
/// *non-essential*, and only the documents of the other, *essential* terms are candidates. A
/// candidate's score is completed by looking it up in the non-essential terms, the one with the
/// greatest bound first, and given up when what is left cannot lift it over the bar.
public final class MaxScore implements Evaluator {
  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    TermCursor[] ordered = TermCursor.of(terms);
    Arrays.sort(ordered, Comparator.comparingInt(TermCursor::bound));
    int[] boundsUpTo = boundsUpTo(ordered);
    int essential = firstEssential(boundsUpTo, 0, collector.bar());
    long postings = 0;
    for (int docId = candidate(ordered, essential);
        docId != DocumentCursor.END;
        docId = candidate(ordered, essential)) {
      int score = 0;
      for (int i = essential; i < ordered.length; i++) {
        if (ordered[i].docId() == docId) {
          score += ordered[i].score();
          postings++;
          ordered[i].next();
        }
      }
      long bar = collector.bar();
      int i = essential - 1;
      for (; i >= 0 && score + boundsUpTo[i] >= bar; i--) {
        if (ordered[i].advance(docId) == docId) {
          score += ordered[i].score();
          postings++;
        }
      }
      if (i < 0) {
        collector.collect(docId, score);
        essential = firstEssential(boundsUpTo, essential, collector.bar());
      }
    }
    collector.countPostings(postings);
    collector.work().endOf(Work.Phase.CURSORS);
  }

  /// For each term the sum of its bound and of those before it.
  static int[] boundsUpTo(TermCursor[] ordered) {
    int[] sums = new int[ordered.length];
    int sum = 0;
    for (int i = 0; i < ordered.length; i++) {
      sum += ordered[i].bound();
      sums[i] = sum;
    }
    return sums;
  }

  /// The first term, from `from` on, that takes the bounds to the bar.
  static int firstEssential(int[] boundsUpTo, int from, long bar) {
    int first = from;
    while (first < boundsUpTo.length && boundsUpTo[first] < bar) {
      first++;
    }
    return first;
  }

  /// The next document that has an essential term.
  static int candidate(TermCursor[] ordered, int essential) {
    int docId = DocumentCursor.END;
    for (int i = essential; i < ordered.length; i++) {
      docId = Math.min(docId, ordered[i].docId());
    }
    return docId;
  }
}
