package dev.tern.engine.query;

import java.util.function.IntPredicate;

/// Takes the documents that an evaluator has scored, and counts the work. Used again for every
/// search.
public final class Collector {
  private final TopK top;
  private IntPredicate filter = Collector::any;
  private boolean takesAll = true;
  private int base;
  private long documentsEvaluated;
  private long postingsScored;

  /// @param top to which the documents are offered
  public Collector(TopK top) {
    this.top = top;
  }

  /// Starts a search to which every document may be a hit.
  public void start() {
    start(Collector::any);
    takesAll = true;
  }

  private static boolean any(int docId) {
    return docId >= 0;
  }

  /// Starts a search with a filter.
  ///
  /// @param newFilter whether a document of the index, by its docId, may be a hit; it is asked only
  ///   about documents that score high enough
  public void start(IntPredicate newFilter) {
    filter = newFilter;
    takesAll = false;
    base = 0;
    documentsEvaluated = 0;
    postingsScored = 0;
  }

  /// Ends the search: the filter is not kept.
  public void end() {
    filter = Collector::any;
  }

  /// Raises the bar to a score that the last of the hits will have at least, if one is known from
  /// the greatest impacts of single terms of a segment.
  ///
  /// With a filter nothing is known, as the documents with these impacts may be shut out.
  public void raiseBar(QueryTerms terms) {
    for (int i = 0; takesAll && i < terms.size(); i++) {
      top.raiseBar((long) terms.impact(i) * terms.postings(i).topImpact(top.k()));
    }
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
