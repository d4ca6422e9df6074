package dev.tern.engine.query;

import java.util.List;
import java.util.function.IntPredicate;

/// Takes the documents that an evaluator has scored, and counts the work.
public final class Collector {
  private final TopK top;
  private final IntPredicate filter;
  private final boolean takesAll;
  private int base;
  private long documentsEvaluated;
  private long postingsScored;

  private Collector(TopK top, IntPredicate filter, boolean takesAll) {
    this.top = top;
    this.filter = filter;
    this.takesAll = takesAll;
  }

  /// A collector to which every document may be a hit.
  public static Collector ofAll(TopK top) {
    return new Collector(top, docId -> true, true);
  }

  /// A collector with a filter.
  ///
  /// @param filter whether a document of the index, by its docId, may be a hit; it is asked only
  ///   about documents that score high enough
  public static Collector filtered(TopK top, IntPredicate filter) {
    return new Collector(top, filter, false);
  }

  /// A score that the last of the hits will have at least, if this is known from the greatest
  /// impacts of single terms: 1 at least.
  ///
  /// With a filter nothing is known, as the documents with these impacts may be shut out.
  long floor(List<QueryTerm> terms) {
    long floor = 1;
    for (int i = 0; takesAll && i < terms.size(); i++) {
      QueryTerm term = terms.get(i);
      floor = Math.max(floor, (long) term.impact() * term.postings().topImpact(top.k()));
    }
    return floor;
  }

  /// Says that the documents to come are those of the segment with this first docId.
  public void startSegment(int firstDocId) {
    base = firstDocId;
  }

  /// The score that the next document must have at least to be among the best.
  public long bar() {
    return top.bar();
  }

  /// The score that a document must have at least to be among the best whatever its docId is.
  public long openBar() {
    return top.openBar();
  }

  /// Takes a document of the segment whose score is known; docIds ascend.
  public void collect(int docId, int score) {
    documentsEvaluated++;
    if (score >= top.bar() && filter.test(base + docId)) {
      top.offer(base + docId, score);
    }
  }

  /// Takes a document of the segment whose score is known, in any order of docIds.
  public void collectAny(int docId, int score) {
    documentsEvaluated++;
    if (score >= top.openBar() && filter.test(base + docId)) {
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
