package dev.tern.engine.evaluation;

import dev.tern.encoder.SparseVector;
import org.eclipse.collections.api.map.primitive.IntLongMap;
import org.eclipse.collections.api.map.primitive.MutableIntLongMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;

/// In how many vectors of a set each term occurs.
///
/// Not safe for use by several threads.
public final class TermFrequencies {
  private final MutableIntLongMap vectorsWithTerm = new IntLongHashMap();
  private long vectors;
  private long entries;

  /// The frequencies of no vector at all.
  public TermFrequencies() {}

  /// The frequencies that an index knows already.
  ///
  /// @param vectors number of vectors of the set, at least 0
  /// @param terms all different
  /// @param frequencies as many as terms: the number of vectors with that term, 0 to `vectors`
  /// @throws IllegalArgumentException if one of these rules is broken
  public static TermFrequencies of(long vectors, int[] terms, long[] frequencies) {
    if (vectors < 0 || terms.length != frequencies.length) {
      throw new IllegalArgumentException(
          "a set needs a size from 0 and as many frequencies as terms: vectors="
              + vectors
              + " terms="
              + terms.length
              + " frequencies="
              + frequencies.length);
    }
    TermFrequencies set = new TermFrequencies();
    set.vectors = vectors;
    for (int i = 0; i < terms.length; i++) {
      boolean again = set.vectorsWithTerm.containsKey(terms[i]);
      if (again || frequencies[i] < 0 || frequencies[i] > vectors) {
        throw new IllegalArgumentException(
            "a term is named once and occurs in 0 to all vectors: term="
                + terms[i]
                + " frequency="
                + frequencies[i]);
      }
      set.entries = Math.addExact(set.entries, frequencies[i]);
      set.vectorsWithTerm.put(terms[i], frequencies[i]);
    }
    return set;
  }

  /// Counts a vector.
  public void add(SparseVector vector) {
    vectors++;
    entries += vector.size();
    for (int i = 0; i < vector.size(); i++) {
      vectorsWithTerm.addToValue(vector.id(i), 1);
    }
  }

  /// Number of vectors, empty ones included.
  public long vectors() {
    return vectors;
  }

  /// Number of vectors in which `term` occurs, its document frequency.
  public long vectorsWith(int term) {
    return vectorsWithTerm.get(term);
  }

  /// Mean number of entries of a vector; 0 for the empty set.
  public double meanLength() {
    return vectors == 0 ? 0 : (double) entries / vectors;
  }

  /// The terms that occur, with the number of vectors.
  IntLongMap vectorsWithTerm() {
    return vectorsWithTerm;
  }
}
