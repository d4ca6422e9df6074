package dev.tern.engine.indexing;

import dev.tern.encoder.SparseVector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Documents that are to be the next segment, in the order of their docIds.
public final class SegmentBuffer {
  private final Set<String> keys = new HashSet<>();
  private final List<byte[]> utf8Keys = new ArrayList<>();
  private final List<SparseVector> vectors = new ArrayList<>();
  private final List<byte[]> stored = new ArrayList<>();
  private long postings;
  private long storedBytes;
  private float greatestWeight;

  /// Whether a document has this key.
  public boolean contains(String key) {
    return keys.contains(key);
  }

  /// Adds a document.
  ///
  /// @param key that no document has yet
  /// @param utf8 the key in UTF-8
  /// @param bytes to store, kept as they are and not copied
  public void add(String key, byte[] utf8, SparseVector vector, byte[] bytes) {
    keys.add(key);
    utf8Keys.add(utf8);
    vectors.add(vector);
    stored.add(bytes);
    postings += vector.size();
    storedBytes += utf8.length + bytes.length;
    for (int i = 0; i < vector.size(); i++) {
      greatestWeight = Math.max(greatestWeight, vector.weight(i));
    }
  }

  /// The keys in UTF-8, by docId.
  List<byte[]> utf8Keys() {
    return utf8Keys;
  }

  /// The vectors by docId.
  List<SparseVector> vectors() {
    return vectors;
  }

  /// The stored bytes by docId.
  List<byte[]> stored() {
    return stored;
  }

  /// Number of documents.
  public int size() {
    return vectors.size();
  }

  /// Number of weights of all vectors.
  public long postings() {
    return postings;
  }

  /// Bytes of all keys and stored bytes.
  public long storedBytes() {
    return storedBytes;
  }

  /// The greatest weight of all vectors, 0 if there is none.
  public float greatestWeight() {
    return greatestWeight;
  }
}
