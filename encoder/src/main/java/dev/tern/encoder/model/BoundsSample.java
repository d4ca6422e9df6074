package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowChunks;

/// Hidden states that [LogitBounds] are fitted to, in pieces of 16 consecutive tokens.
///
/// Not safe for use by several threads.
final class BoundsSample {
  /// Tokens of a full sample. Bounds that were fitted to fewer leave more of the texts that follow:
  /// of splade-tiny at p = 64, 30 % of the (column, chunk) pairs after 142 tokens, 8.9 % after 900,
  /// 6.3 % after 1,800, 5.4 % after 3,700 and 4.6 % after 11,500.
  static final int TOKENS = 4096;

  private final Matrix rows;

  /// One piece is taken of so many tokens: so that the sample is of many texts, and because fitting
  /// takes the longer the larger the model is (0.4 s at D = 128, the time of 10,000 tokens).
  private final int stride;

  private int tokens;

  BoundsSample(int d) {
    rows = new Matrix(d);
    rows.resize(TOKENS);
    stride = Math.max(4 * RowChunks.ROWS, d);
  }

  /// Takes a part of the rows.
  void add(Matrix hidden) {
    for (int row = 0; row < hidden.rows() && !full(); row += stride) {
      int taken = Math.min(RowChunks.ROWS, Math.min(hidden.rows() - row, TOKENS - tokens));
      int to = rows.offset(tokens);
      System.arraycopy(
          hidden.values(), hidden.offset(row), rows.values(), to, taken * rows.columns());
      tokens += taken;
    }
  }

  boolean full() {
    return tokens == TOKENS;
  }

  /// The tokens of a full sample.
  Matrix rows() {
    return rows;
  }
}
