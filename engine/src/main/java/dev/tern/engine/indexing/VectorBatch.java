package dev.tern.engine.indexing;

import dev.tern.encoder.SparseVector;
import java.util.Arrays;

/// Vectors one after the other in flat arrays, which the collector of garbage need not walk.
final class VectorBatch {
  /// Documents fit 16 bits, and what inverting a batch writes to mostly fits the processor's last
  /// cache; with 2,048 to 8,192 documents building took as long, with more tables.
  static final int MAX_DOCUMENTS = 1 << 14;

  /// A batch with more postings takes no further document.
  private static final int ENOUGH_POSTINGS = 1 << 22;

  private static final int FIRST_CAPACITY = 1 << 12;

  private int[] terms = new int[FIRST_CAPACITY];
  private float[] weights = new float[FIRST_CAPACITY];

  /// Entries of document i are `starts[i]` to `starts[i + 1]`.
  private final int[] starts = new int[MAX_DOCUMENTS + 1];

  private int documents;

  /// Adds a document.
  ///
  /// @param numbers of its terms
  void add(SparseVector vector, TermNumbers numbers) {
    int from = size();
    int to = Math.addExact(from, vector.size());
    if (to > terms.length) {
      int capacity = (int) Math.min(Math.max(2L * terms.length, to), Integer.MAX_VALUE - 8);
      terms = Arrays.copyOf(terms, capacity);
      weights = Arrays.copyOf(weights, capacity);
    }
    vector.copyTo(terms, weights, from);
    numbers.replace(terms, from, to);
    starts[++documents] = to;
  }

  /// The greatest weight of all documents, 0 if there is none.
  float greatestWeight() {
    float greatest = 0;
    for (int i = 0; i < size(); i++) {
      greatest = Math.max(greatest, weights[i]);
    }
    return greatest;
  }

  /// Gives back the room that is not used.
  void trim() {
    terms = Arrays.copyOf(terms, size());
    weights = Arrays.copyOf(weights, size());
  }

  /// Forgets all documents.
  void clear() {
    documents = 0;
  }

  boolean isFull() {
    return documents == MAX_DOCUMENTS || size() >= ENOUGH_POSTINGS;
  }

  /// Number of documents.
  int documents() {
    return documents;
  }

  /// Where the entries of a document start; those of the one after the last are the end.
  int start(int document) {
    return starts[document];
  }

  /// Number of entries.
  int size() {
    return starts[documents];
  }

  /// The numbers of the terms, by entry.
  int[] terms() {
    return terms;
  }

  /// The weights, by entry.
  float[] weights() {
    return weights;
  }
}
