package dev.tern.engine.postings;

import static dev.tern.engine.format.Windows.BLOCK;

import java.util.Arrays;

/// Walks the postings of a term that are kept by impact: they are all read and put into the order
/// of their documents first, 8 bytes each.
///
/// For merging, for explanations and for [dev.tern.engine.query.Exhaustive], which need that order
/// and not speed.
final class SortedCursor implements BlockCursor {
  private static final int PART = 1 << 10;

  /// `docId << 8 | impact`, ascending.
  private final long[] postings;

  private final int maxImpact;
  private int place;

  SortedCursor(TermPostings term) {
    maxImpact = term.maxImpact();
    postings = new long[term.documentFrequency()];
    GroupCursor groups = new GroupCursor();
    int[] docIds = new int[Math.min(PART, postings.length)];
    int size = 0;
    for (groups.open(term); groups.impact() > 0; groups.next()) {
      for (int count = groups.read(docIds, docIds.length);
          count > 0;
          count = groups.read(docIds, docIds.length)) {
        for (int i = 0; i < count; i++) {
          postings[size++] = (long) docIds[i] << Byte.SIZE | groups.impact();
        }
      }
    }
    Arrays.sort(postings);
  }

  @Override
  public int docId() {
    return docId(place);
  }

  private int docId(int i) {
    return i < postings.length ? (int) (postings[i] >>> Byte.SIZE) : END;
  }

  @Override
  public int impact() {
    return (int) postings[place] & 0xFF;
  }

  @Override
  public int maxImpact() {
    return maxImpact;
  }

  @Override
  public int next() {
    return docId(++place);
  }

  @Override
  public int advance(int target) {
    if (docId() < target) {
      int found = Arrays.binarySearch(postings, place, postings.length, (long) target << Byte.SIZE);
      place = -found - 1; // impacts are above 0, so that it is never found itself
    }
    return docId();
  }

  @Override
  public int blockMaxImpact(int target) {
    long first = (long) (target & -BLOCK) << Byte.SIZE;
    int max = 0;
    for (int i = -Arrays.binarySearch(postings, first) - 1;
        i < postings.length && docId(i) < (target & -BLOCK) + (long) BLOCK;
        i++) {
      max = Math.max(max, (int) postings[i] & 0xFF);
    }
    return max;
  }
}
