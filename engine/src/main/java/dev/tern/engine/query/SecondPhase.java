package dev.tern.engine.query;

import dev.tern.engine.postings.BlockCursor;
import java.util.Arrays;

/// The second phase of a two-phase search: candidates that some terms of the query have found get
/// the scores of all. Used again for every search.
public final class SecondPhase {
  /// By docId: `docId << 32 | score`; by score after the end: the complement of that of [TopK].
  private long[] candidates = {};

  private int size;

  /// Starts with candidates and the scores that the first phase gave them.
  ///
  /// @param count how many the first phase has found
  public void start(TopK found, int count) {
    if (candidates.length < count) {
      candidates = new long[count];
    }
    size = count;
    for (int i = 0; i < count; i++) {
      candidates[i] = (long) found.docId(i) << Integer.SIZE | found.score(i);
    }
    Arrays.sort(candidates, 0, size);
  }

  /// Adds what the other terms of the query contribute to the candidates of a segment.
  ///
  /// @param firstDocId of the segment
  /// @param documents of the segment
  /// @param work what is counted
  public void add(QueryTerms terms, int firstDocId, int documents, Work work) {
    int from = first((long) firstDocId << Integer.SIZE);
    int to = first((long) (firstDocId + documents) << Integer.SIZE);
    long postings = 0;
    for (int i = 0; i < terms.size() && from < to; i++) {
      BlockCursor cursor = terms.postings(i).cursor();
      for (int candidate = from; candidate < to; candidate++) {
        int docId = (int) (candidates[candidate] >>> Integer.SIZE) - firstDocId;
        // A cursor that stands behind the document stays where it is.
        if (cursor.docId() < docId ? cursor.advance(docId) == docId : cursor.docId() == docId) {
          candidates[candidate] += (long) terms.impact(i) * cursor.impact();
          postings++;
        }
      }
    }
    work.countPostings(postings);
  }

  private int first(long least) {
    int found = Arrays.binarySearch(candidates, 0, size, least);
    return found >= 0 ? found : -found - 1;
  }

  /// Ends the search: puts the k best in order.
  ///
  /// @param least the score that they must have at least
  /// @return how many there are, at most k
  public int finish(int k, long least) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      long score = candidates[i] & Integer.MAX_VALUE;
      if (score >= least) {
        candidates[kept++] = ~(score << Integer.SIZE | Integer.toUnsignedLong(~docIdOf(i)));
      }
    }
    Arrays.sort(candidates, 0, kept);
    size = Math.min(kept, k);
    return size;
  }

  private int docIdOf(int i) {
    return (int) (candidates[i] >>> Integer.SIZE);
  }

  /// The docId of the document at `place`, 0 for the best one; after [#finish].
  public int docId(int place) {
    return (int) candidates[place];
  }

  /// The score of the document at `place`; after [#finish].
  public int score(int place) {
    return (int) (~candidates[place] >>> Integer.SIZE);
  }
}
