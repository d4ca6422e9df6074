package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

/// The attention scores of some queries with all keys of a text, and what the softmax made of them.
///
/// Small enough for the first-level cache: from the product with the keys to that with the values
/// nothing leaves it. The scores lie as the tiles write them, a panel of keys after the other, each
/// [rows][PANEL]; the exponentials as the tiles read them.
public final class Scores {
  /// Scores at a time: 32 KiB, which leaves the first-level cache room for a panel.
  private static final int SIZE = 8192;

  private int rows;
  private int capacity; // rows of a panel, those that fill up the last tile included
  private int keys;
  private float[] values = {};
  private float[] factors = {};
  private float[] lanes = {};
  private final PackedRows exponentials = new PackedRows();

  /// No scores, to be filled by [#multiply].
  public Scores() {}

  /// How many queries to take next of `queries` that are left, for a text of so many keys.
  public static int next(int queries, int keys) {
    int most = Math.min(Math.max(SIZE / keys / 12 * 12, 12), Strip.ROWS);
    int parts = (queries + most - 1) / most;
    int even = parts == 0 ? 0 : (queries + parts - 1) / parts;
    return Math.min(queries, (even + 5) / 6 * 6);
  }

  /// `score[r][n] = queries[row + r] . keys[n]` for `r` in `[0, rows)`.
  public void multiply(PackedRows queries, int row, int rows, PackedMatrix keys) {
    this.rows = rows;
    this.keys = keys.outputs();
    capacity = rows + 3;
    int size = keys.panels() * capacity * PANEL;
    if (size > values.length) {
      values = new float[size];
    }
    if (rows > factors.length) {
      factors = new float[rows];
      lanes = new float[rows * FixedOrderSum.LOGICAL_LANES];
    }
    for (int panel = 0; panel < keys.panels(); panel++) {
      Matmul.multiply(queries, row, rows, keys, panel, values, offset(0, panel));
    }
  }

  /// Number of queries.
  int rows() {
    return rows;
  }

  /// Number of keys.
  int keys() {
    return keys;
  }

  /// The scores.
  float[] values() {
    return values;
  }

  /// Room for the logical lanes of a sum of each row.
  float[] lanes() {
    return lanes;
  }

  /// Where the scores of a row with the keys of a panel begin.
  int offset(int row, int panel) {
    return (panel * capacity + row) * PANEL;
  }

  /// For each query and key the exponential that [Softmax] put there.
  public PackedRows exponentials() {
    return exponentials;
  }

  /// For each query what its exponentials are to be multiplied with so that they add up to 1.
  public float[] factors() {
    return factors;
  }

  /// What [Softmax] made of the scores: `to[row + r][n] = exponential[r][n] factor[r]` for all
  /// queries r and keys n.
  public void probabilities(Matrix to, int row) {
    for (int r = 0; r < rows; r++) {
      int at = to.offset(row + r);
      for (int n = 0; n < keys; n += PackedRows.DEPTH) {
        int size = Math.min(PackedRows.DEPTH, keys - n);
        PackedRows.copy(
            exponentials.values(),
            exponentials.offset(r, n),
            to.values(),
            at + n,
            size,
            factors[r]);
      }
    }
  }
}
