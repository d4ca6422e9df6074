package dev.tern.engine.query;

import dev.tern.engine.postings.TermPostings;
import java.util.Arrays;

/// The terms of a query that a segment has. Used again for every search.
public final class QueryTerms {
  private static final int FIRST_CAPACITY = 64;

  private TermPostings[] postings = new TermPostings[FIRST_CAPACITY];
  private int[] impacts = new int[FIRST_CAPACITY];
  private int size;

  /// Removes all terms.
  public void clear() {
    Arrays.fill(postings, 0, size, null);
    size = 0;
  }

  /// Adds a term.
  ///
  /// @param impact of the term in the query, above 0
  public void add(TermPostings term, int impact) {
    if (size == postings.length) {
      postings = Arrays.copyOf(postings, 2 * size);
      impacts = Arrays.copyOf(impacts, 2 * size);
    }
    postings[size] = term;
    impacts[size++] = impact;
  }

  /// The greatest impact of a term in a document of the segment.
  public int maxImpact(int i) {
    return postings[i].maxImpact();
  }

  /// Number of terms.
  public int size() {
    return size;
  }

  /// The postings of a term.
  TermPostings postings(int i) {
    return postings[i];
  }

  /// The impact of a term in the query.
  int impact(int i) {
    return impacts[i];
  }

  /// The most that a term adds to the score of any document of the segment.
  int bound(int i) {
    return impacts[i] * postings[i].maxImpact();
  }

  /// The most that all terms add to the score of any document of the segment.
  public int bound() {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += bound(i);
    }
    return sum;
  }
}
