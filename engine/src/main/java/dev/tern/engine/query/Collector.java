package dev.tern.engine.query;

import static dev.tern.engine.format.Windows.BLOCK;

import java.util.function.IntPredicate;

/// Takes the documents that an evaluator has scored, and counts the work. Used again for every
/// search.
public final class Collector {
  private final TopK top;
  private IntPredicate filter = Collector::any;
  private boolean takesAll = true;
  private int base;
  private final Work work;
  private final Allowance allowance;

  /// The block of the document that was collected last.
  private int block;

  /// @param top to which the documents are offered
  /// @param work what is counted
  /// @param allowance how much may be done
  public Collector(TopK top, Work work, Allowance allowance) {
    this.top = top;
    this.work = work;
    this.allowance = allowance;
  }

  /// What is counted.
  Work work() {
    return work;
  }

  /// Whether postings have to be counted.
  boolean countsPostings() {
    return work.isCounting() || allowance.isLimited();
  }

  /// How much may be done.
  Allowance allowance() {
    return allowance;
  }

  /// Whether nothing more may be done.
  boolean isSpent() {
    return allowance.isSpent(work.postings());
  }

  /// What no document exceeds that is missing among the best though it might be one of them; 0 if
  /// there is none.
  ///
  /// Blocks whose bounds did not reach [#boundBar()] when they were passed are below it now, as the
  /// bar only rises. What does not reach the bar has not been missed.
  ///
  /// Where scores are not whole, a document that is missing was collected with at most what the
  /// last of the best was. To be asked after the best have been put in order.
  public long greatestMissed() {
    long missed = Math.max(allowance.greatestMissed(), boundBar() - 1);
    if (allowance.left() > 0) {
      missed = Math.max(missed, top.greatestOutside() + allowance.left());
    }
    return missed >= top.openBar() ? missed : 0;
  }

  /// What the bound of documents must reach to be worth looking at.
  long boundBar() {
    return allowance.boundBar(top.openBar());
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
    block = -1;
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
    block = -1;
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
    work.countDocuments(1);
    if (docId / BLOCK != block) {
      block = docId / BLOCK;
      work.countBlocks(1);
    }
    if (score >= top.bar() && filter.test(base + docId)) {
      top.offer(base + docId, score);
    }
  }

  /// Takes a document of the segment whose score is known, in any order of docIds.
  ///
  /// @return whether it may be a hit as far as filter and bar are concerned
  public boolean collectAny(int docId, int score) {
    work.countDocuments(1);
    if (score >= top.openBar() && filter.test(base + docId)) {
      top.offer(base + docId, score);
      return true;
    }
    return false;
  }

  /// Whether a document of the segment passes the filter.
  boolean admits(int docId) {
    return filter.test(base + docId);
  }

  /// After how many documents in the order of the hits nothing that follows can be kept.
  int enough() {
    return top.hasMargin() ? Integer.MAX_VALUE : top.k();
  }

  /// How many of the best are kept.
  int k() {
    return top.k();
  }

  /// Counts postings whose impact was multiplied: a byte of the document and one of the impact.
  public void countPostings(long postings) {
    work.countPostings(postings);
    work.countBytes(2 * postings);
  }
}
