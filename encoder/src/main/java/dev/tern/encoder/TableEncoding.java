package dev.tern.encoder;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/// Inference-free queries: from the tokens of a query to its vector, as [QueryWeighting] defines
/// it.
///
/// Weights are gathered in an array with a place for each row, which is used again for the next
/// query: a query allocates its vector and nothing else. Thread-safe; the result does not depend on
/// the order of the tokens.
final class TableEncoding {
  /// Frequencies whose powers are kept.
  private static final int POWERS = 64;

  private final float[] table;
  private final ExpansionTable expansion;
  private final float repetition;
  private final float[] powers = new float[POWERS];
  private final AtomicReference<Scratch> idle = new AtomicReference<>();

  private static final class Scratch {
    /// All 0 between two queries.
    final float[] weights;

    /// The rows whose weights are above 0, each once.
    int[] rows = new int[64];

    int size;

    Scratch(int tokens) {
      weights = new float[tokens];
    }

    /// Raises a weight to `value`, which is finite and at least 0.
    void raise(int row, float value) {
      if (weights[row] == 0 && value > 0) {
        if (size == rows.length) {
          rows = Arrays.copyOf(rows, 2 * size);
        }
        rows[size++] = row;
      }
      weights[row] = Math.max(weights[row], value);
    }
  }

  /// @param table the weight of each token, finite and at least 0; the array is not copied
  /// @param expansion of tokens in the table
  TableEncoding(float[] table, float repetition, ExpansionTable expansion) {
    this.table = table;
    this.expansion = expansion;
    this.repetition = repetition;
    for (int n = 1; n < POWERS; n++) {
      powers[n] = (float) StrictMath.pow(n, repetition);
    }
  }

  /// The vector of a query; `ids` is overwritten, and taken over where it has the right length.
  SparseVector vector(int[] ids) {
    Scratch found = idle.getAndSet(null);
    Scratch scratch = found == null ? new Scratch(table.length) : found;
    Arrays.sort(ids);
    for (int begin = 0, end; begin < ids.length; begin = end) {
      int id = ids[begin];
      end = begin + 1;
      while (end < ids.length && ids[end] == id) {
        end++;
      }
      add(scratch, id, finite(table[id] * power(end - begin)));
    }
    SparseVector vector = take(scratch, ids);
    idle.lazySet(scratch);
    return vector;
  }

  private float power(int n) {
    return n < POWERS ? powers[n] : (float) StrictMath.pow(n, repetition);
  }

  private static float finite(float product) {
    return Math.min(product, Float.MAX_VALUE);
  }

  private void add(Scratch scratch, int id, float weight) {
    scratch.raise(id, weight);
    for (int i = expansion.begin(id); i < expansion.end(id); i++) {
      scratch.raise(expansion.other(i), finite(weight * expansion.factor(i)));
    }
  }

  /// The gathered weights in ascending order of their rows; all are 0 again then.
  private static SparseVector take(Scratch scratch, int[] ids) {
    int size = scratch.size;
    if (size == 0) {
      return SparseVector.empty();
    }
    Arrays.sort(scratch.rows, 0, size);
    int[] rows = size == ids.length ? ids : new int[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      rows[i] = scratch.rows[i];
      weights[i] = scratch.weights[rows[i]];
      scratch.weights[rows[i]] = 0;
    }
    scratch.size = 0;
    return SparseVector.owning(rows, weights);
  }
}
