package dev.tern.engine.query;

import java.util.function.IntPredicate;

/// Takes the documents that an evaluator has scored, and counts the work.
public final class Collector {
  private final TopK top;
  private final IntPredicate filter;
  private int base;
  private long documentsEvaluated;
  private long postingsScored;

  /// @param filter whether a document of the index, by its docId, may be a hit; it is asked only
  ///   about documents that score high enough
  public Collector(TopK top, IntPredicate filter) {
    this.top = top;
    this.filter = filter;
  }

  /// Says that the documents to come are those of the segment with this first docId.
  public void startSegment(int firstDocId) {
    base = firstDocId;
  }

  /// The score that the next document must have at least to be among the best.
  public long bar() {
    return top.bar();
  }

  /// Takes a document of the segment whose score is known; docIds ascend.
  public void collect(int docId, int score) {
    documentsEvaluated++;
    if (score >= top.bar() && filter.test(base + docId)) {
      top.offer(base + docId, score);
    }
  }

  /// Counts postings whose impact was multiplied.
  public void countPostings(long postings) {
    postingsScored += postings;
  }

  /// How many documents were collected.
  public long documentsEvaluated() {
    return documentsEvaluated;
  }

  /// How many postings were counted.
  public long postingsScored() {
    return postingsScored;
  }
}
