package dev.tern.engine.query;

import static dev.tern.engine.format.Windows.BLOCK;

import dev.tern.engine.postings.SegmentPostings;
import java.util.Arrays;
import java.util.Comparator;

/// Block-Max WAND: Ding and Suel, *Faster Top-k Document Retrieval Using Block-Max Indexes*, SIGIR
/// 2011, algorithm 1.
///
/// Cursors are kept in the order of their docIds, and a *pivot* is found with the bounds of the
/// terms as in [Wand]. Before cursors move to its document, a *shallow* check adds up the bounds
/// that the terms have in the document's block of 64, without touching a posting. If these do not
/// reach the bar, no document up to the end of the block or up to the next cursor can be a hit, and
/// a cursor jumps there.
///
/// Blocks are those of all terms alike, of 64 documents. Blocks of variable size (Mallia,
/// Ottaviano, Porciani, Tonellotto and Venturini, *Faster BlockMax WAND with Variable-sized
/// Blocks*, SIGIR 2017) would need a second table of bounds for this algorithm alone, which is many
/// times slower than going window by window however good its bounds are.
public final class BlockMaxWand implements Evaluator {
  @Override
  public void evaluate(SegmentPostings segment, QueryTerms terms, Collector collector) {
    TermCursor[] ordered = TermCursor.of(terms);
    Arrays.sort(ordered, Comparator.comparingInt(TermCursor::docId));
    long postings = 0;
    for (int pivot = Wand.pivot(ordered, collector.bar());
        pivot >= 0;
        pivot = Wand.pivot(ordered, collector.bar())) {
      int docId = ordered[pivot].docId();
      int end = endOfPivot(ordered, pivot);
      if (blockBounds(ordered, end, docId) < collector.bar()) {
        skip(ordered, end, docId);
      } else if (ordered[0].docId() == docId) {
        int score = 0;
        for (int i = 0; i < end; i++) {
          score += ordered[i].score();
        }
        collector.collect(docId, score);
        postings += end;
        for (int i = end - 1; i >= 0; i--) {
          ordered[i].next();
          Wand.sink(ordered, i);
        }
      } else {
        int behind = Wand.matching(ordered, ordered[0].docId()) - 1;
        ordered[behind].advance(docId);
        Wand.sink(ordered, behind);
      }
    }
    collector.countPostings(postings);
    collector.work().endOf(Work.Phase.CURSORS);
  }

  /// The first cursor behind those that have not passed the pivot's document.
  ///
  /// Postcondition: all cursors before it are at or before the document, all others behind it.
  private static int endOfPivot(TermCursor[] ordered, int pivot) {
    int end = pivot + 1;
    while (end < ordered.length && ordered[end].docId() == ordered[pivot].docId()) {
      end++;
    }
    return end;
  }

  /// The most that a document of the block of `docId` can score by the first `end` cursors.
  ///
  /// Precondition: none of them has passed `docId`, and no block before that of `docId` is asked
  /// for any more; pivots only move forward.
  private static long blockBounds(TermCursor[] ordered, int end, int docId) {
    long bounds = 0;
    for (int i = 0; i < end; i++) {
      bounds += ordered[i].blockBound(docId);
    }
    return bounds;
  }

  /// Moves one of the first `end` cursors, none of which has passed `docId`, to the first document
  /// that may be a hit: in the next block, or where the next cursor stands. The one with the
  /// greatest bound moves, for it will have the fewest documents.
  private static void skip(TermCursor[] ordered, int end, int docId) {
    int next = docId / BLOCK * BLOCK + BLOCK;
    if (end < ordered.length) {
      next = Math.min(next, ordered[end].docId());
    }
    int moved = 0;
    for (int i = 1; i < end; i++) {
      moved = ordered[i].bound() > ordered[moved].bound() ? i : moved;
    }
    ordered[moved].advance(next);
    Wand.sink(ordered, moved);
  }
}
