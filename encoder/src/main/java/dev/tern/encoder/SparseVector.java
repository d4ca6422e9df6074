package dev.tern.encoder;

import java.util.Arrays;
import java.util.Objects;

/// A vector over a vocabulary of which only the entries above zero are kept.
///
/// Entries are ordered by id, strictly ascending; a weight is finite and above zero. The ids are
/// rows of the vocabulary of the encoder that made the vector. Immutable.
public final class SparseVector {
  private static final SparseVector EMPTY = new SparseVector(new int[0], new float[0]);

  private final int[] ids;
  private final float[] weights;

  private SparseVector(int[] ids, float[] weights) {
    this.ids = ids;
    this.weights = weights;
  }

  /// The vector without entries, which is what an empty text has.
  public static SparseVector empty() {
    return EMPTY;
  }

  /// A vector of the given entries; the arrays are copied.
  ///
  /// @param ids strictly ascending, each at least 0
  /// @param weights as many as ids, each finite and above 0
  /// @throws IllegalArgumentException if an entry breaks one of these rules, naming it
  public static SparseVector of(int[] ids, float[] weights) {
    if (ids.length != weights.length) {
      throw new IllegalArgumentException(
          "a sparse vector needs as many weights as ids: ids="
              + ids.length
              + " weights="
              + weights.length);
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || (i > 0 && ids[i] <= ids[i - 1])) {
        throw new IllegalArgumentException(
            "ids of a sparse vector must ascend strictly from 0: position=" + i + " id=" + ids[i]);
      }
      if (!(weights[i] > 0) || weights[i] == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "weights of a sparse vector must be finite and above 0: id="
                + ids[i]
                + " weight="
                + weights[i]);
      }
    }
    return owning(ids.clone(), weights.clone());
  }

  /// A vector that takes over arrays which are known to keep the rules of [#of].
  static SparseVector owning(int[] ids, float[] weights) {
    return ids.length == 0 ? EMPTY : new SparseVector(ids, weights);
  }

  /// Number of entries.
  public int size() {
    return ids.length;
  }

  /// Whether there is no entry.
  public boolean isEmpty() {
    return ids.length == 0;
  }

  /// The id of the entry at `position`, counted from 0 in ascending order of ids.
  public int id(int position) {
    return ids[position];
  }

  /// The weight of the entry at `position`, counted from 0 in ascending order of ids.
  public float weight(int position) {
    return weights[position];
  }

  /// The weight of vocabulary row `id`, 0 where there is no entry.
  public float weightOf(int id) {
    int position = Arrays.binarySearch(ids, id);
    return position < 0 ? 0 : weights[position];
  }

  /// A copy of the ids, ascending.
  public int[] ids() {
    return ids.clone();
  }

  /// A copy of the weights in the order of the ids.
  public float[] weights() {
    return weights.clone();
  }

  /// Copies all ids and weights, in ascending order of the ids, to position `at` of arrays.
  public void copyTo(int[] toIds, float[] toWeights, int at) {
    System.arraycopy(ids, 0, toIds, at, ids.length);
    System.arraycopy(weights, 0, toWeights, at, weights.length);
  }

  /// The sum over common ids of the products of the weights, in double precision.
  public double dot(SparseVector other) {
    Objects.requireNonNull(other);
    double sum = 0;
    for (int i = 0, j = 0; i < ids.length && j < other.ids.length; ) {
      int order = Integer.compare(ids[i], other.ids[j]);
      if (order == 0) {
        sum += (double) weights[i] * other.weights[j];
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return sum;
  }

  /// The vector with the larger of the two weights of each id.
  public SparseVector maximum(SparseVector other) {
    int[] unionIds = new int[Math.addExact(size(), other.size())];
    float[] largest = new float[unionIds.length];
    int size = 0;
    for (int i = 0, j = 0; i < size() || j < other.size(); size++) {
      int id = i < size() ? ids[i] : Integer.MAX_VALUE;
      int otherId = j < other.size() ? other.ids[j] : Integer.MAX_VALUE;
      unionIds[size] = Math.min(id, otherId);
      if (i < size() && id == unionIds[size]) {
        largest[size] = weights[i++];
      }
      if (j < other.size() && otherId == unionIds[size]) {
        largest[size] = Math.max(largest[size], other.weights[j++]);
      }
    }
    return size == 0
        ? EMPTY
        : new SparseVector(Arrays.copyOf(unionIds, size), Arrays.copyOf(largest, size));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseVector that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < ids.length; i++) {
      text.append(i == 0 ? "" : ", ").append(ids[i]).append(": ").append(weights[i]);
    }
    return text.append('}').toString();
  }
}
