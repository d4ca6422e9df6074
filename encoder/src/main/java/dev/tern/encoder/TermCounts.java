package dev.tern.encoder;

import java.util.Arrays;

/// How often each token occurs in a text. Immutable.
public final class TermCounts {
  /// Ids of the tokens, strictly ascending; how often each occurs stands in the same place.
  private final int[] terms;

  private final int[] counts;
  private final int length;

  private TermCounts(int[] terms, int[] counts, int length) {
    this.terms = terms;
    this.counts = counts;
    this.length = length;
  }

  /// Counts the tokens of a text.
  public static TermCounts of(int[] tokens) {
    int[] sorted = tokens.clone();
    Arrays.sort(sorted);
    int[] terms = new int[sorted.length];
    int[] counts = new int[sorted.length];
    int size = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        terms[size++] = sorted[i];
      }
      counts[size - 1]++;
    }
    return new TermCounts(Arrays.copyOf(terms, size), Arrays.copyOf(counts, size), sorted.length);
  }

  /// Length of the text in tokens, the sum of the counts.
  public int length() {
    return length;
  }

  /// The weight of one term, given how often it occurs.
  @FunctionalInterface
  public interface Weighting {
    /// The weight of a term that occurs `count` times; nothing at 0 or below.
    float weight(int term, int count);
  }

  /// The vector of the terms whose weight is above zero; weights are finite.
  public SparseVector weigh(Weighting weighting) {
    int[] ids = new int[terms.length];
    float[] weights = new float[terms.length];
    int size = 0;
    for (int i = 0; i < terms.length; i++) {
      float weight = weighting.weight(terms[i], counts[i]);
      if (weight > 0) {
        ids[size] = terms[i];
        weights[size++] = weight;
      }
    }
    return SparseVector.owning(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
  }
}
