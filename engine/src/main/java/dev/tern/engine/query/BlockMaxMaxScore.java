package dev.tern.engine.query;

import dev.tern.engine.postings.DocumentCursor;
import dev.tern.engine.postings.SegmentPostings;
import java.util.Arrays;
import java.util.Comparator;

/// Block-Max MaxScore: Chakrabarti, Chaudhuri and Ganti, *Interval-Based Pruning for Top-k
/// Processing over Compressed Lists*, ICDE 2011, in the form of Dimopoulos, Nepomnyachiy and Suel,
/// *Optimizing Top-k Document Retrieval Strategies for Block-Max Indexes*, WSDM 2013.
///
/// Candidates come from the *essential* terms as in [MaxScore]. Before the non-essential ones are
/// looked up, their bounds in the candidate's block of 64 take the place of their bounds anywhere:
/// the candidate is given up if these cannot lift it over the bar, and again after each term, whose
/// bound gives way to what it really adds.
public final class BlockMaxMaxScore implements Evaluator {
  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    TermCursor[] ordered = TermCursor.of(terms);
    Arrays.sort(ordered, Comparator.comparingInt(TermCursor::bound));
    int[] boundsUpTo = MaxScore.boundsUpTo(ordered);
    int[] blockBounds = new int[ordered.length];
    int essential = MaxScore.firstEssential(boundsUpTo, 0, collector.bar());
    long postings = 0;
    for (int docId = MaxScore.candidate(ordered, essential);
        docId != DocumentCursor.END;
        docId = MaxScore.candidate(ordered, essential)) {
      int score = 0;
      for (int i = essential; i < ordered.length; i++) {
        if (ordered[i].docId() == docId) {
          score += ordered[i].score();
          postings++;
          ordered[i].next();
        }
      }
      long bar = collector.bar();
      // The bounds of the terms decide most candidates without asking for those of the blocks.
      boolean possible = essential == 0 || score + boundsUpTo[essential - 1] >= bar;
      long atMost = possible ? score + blockBounds(ordered, essential, docId, blockBounds) : 0;
      int i = essential - 1;
      for (; i >= 0 && atMost >= bar; i--) {
        atMost -= blockBounds[i];
        if (blockBounds[i] > 0 && ordered[i].advance(docId) == docId) {
          score += ordered[i].score();
          atMost += ordered[i].score();
          postings++;
        }
      }
      if (i < 0 && atMost >= bar) {
        collector.collect(docId, score);
        essential = MaxScore.firstEssential(boundsUpTo, essential, collector.bar());
      }
    }
    collector.countPostings(postings);
    collector.work().endOf(Work.Phase.CURSORS);
  }

  /// Puts what each of the first `essential` terms adds to the score of `docId` at most into
  /// `blockBounds` and returns the sum: nothing, if its cursor has passed the document, and else
  /// its bound in the document's block.
  ///
  /// Precondition: candidates only move forward.
  private static long blockBounds(
      TermCursor[] ordered, int essential, int docId, int[] blockBounds) {
    long sum = 0;
    for (int i = 0; i < essential; i++) {
      blockBounds[i] = ordered[i].docId() > docId ? 0 : ordered[i].blockBound(docId);
      sum += blockBounds[i];
    }
    return sum;
  }
}
