package dev.tern.encoder.kernel;

import java.util.Arrays;
import java.util.Objects;

/// Rows of a matrix in chunks of up to [#ROWS], each stored with its rows side by side, so that a
/// product with a single column fills the lanes of a vector:
///
/// `values[chunk depth ROWS + k ROWS + r] = m[start(chunk) + r][k]`
///
/// A chunk of fewer rows repeats its last one, which changes no maximum over its rows.
public final class RowChunks {
  /// The most rows of a chunk: the lanes of 512 bits, whatever the machine has.
  public static final int ROWS = 16;

  private int depth;
  private int size;
  private int[] starts = {};
  private float[] values = {};

  /// Forgets all chunks.
  ///
  /// @param depth columns of the matrix whose rows will be added
  public void clear(int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("a row needs values: depth=" + depth);
    }
    this.depth = depth;
    size = 0;
  }

  /// Adds rows of `m` as the next chunks: all of [#ROWS] rows but the last.
  ///
  /// @param row the first one; where chunks were added before, the row after theirs
  public void add(Matrix m, int row, int rows) {
    Objects.checkFromIndexSize(row, rows, m.rows());
    for (int from = row; from < row + rows; from += ROWS) {
      reserve();
      starts[size] = from;
      starts[size + 1] = Math.min(from + ROWS, row + rows);
      copy(m, from, starts[size + 1] - from, offset(size));
      size++;
    }
  }

  private void reserve() {
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, Math.max(64, 2 * starts.length));
    }
    long needed = (size + 1L) * depth * ROWS;
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.toIntExact(Math.max(needed, needed * 3 / 2)));
    }
  }

  private void copy(Matrix m, int row, int rows, int to) {
    for (int r = 0; r < ROWS; r++) {
      int from = m.offset(row + Math.min(r, rows - 1));
      for (int k = 0; k < depth; k++) {
        values[to + k * ROWS + r] = m.values()[from + k];
      }
    }
  }

  /// Number of chunks.
  public int size() {
    return size;
  }

  /// First row of `chunk`; `start(size())` is the row after the last.
  public int start(int chunk) {
    return starts[chunk];
  }

  int depth() {
    return depth;
  }

  float[] values() {
    return values;
  }

  int offset(int chunk) {
    return chunk * depth * ROWS;
  }
}
