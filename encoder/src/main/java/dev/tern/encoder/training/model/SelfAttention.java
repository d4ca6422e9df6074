package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.ColumnProducts;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Scores;
import dev.tern.encoder.kernel.Softmax;
import dev.tern.encoder.kernel.SoftmaxGradient;

/// Attention of one head of one text: `C = P V`, `P = softmax(Q K^T / sqrt(D))`.
///
/// Nothing of it is kept but Q, K, V and C; P is computed again:
///
/// `dV = P^T dC`, `dP = dC V^T`, `dS_ij = P_ij (dP_ij - sum_k P_ik dP_ik)`, `dQ = dS K / sqrt(D)`,
/// `dK = dS^T Q / sqrt(D)`
final class SelfAttention {
  private final int hiddenSize;
  private final int headSize;
  private final float scale; // 1 / sqrt(D)

  SelfAttention(ModelConfig config) {
    hiddenSize = config.hiddenSize();
    headSize = config.headSize();
    scale = (float) (1 / Math.sqrt(headSize));
  }

  /// One head of one text.
  ///
  /// @param start row of its first token
  /// @param length tokens, at least 1
  /// @param column first of the columns of the head
  record Head(int start, int length, int column) {}

  /// `C <- P V`.
  ///
  /// @param queryKeyValue side by side, [T x 3 H]
  /// @param context the heads side by side, [T x H]
  void forward(Scratch s, Matrix queryKeyValue, Head head, Matrix context) {
    s.right.packRows(queryKeyValue, head.start, head.length, hiddenSize + head.column, headSize);
    s.values.packColumns(
        queryKeyValue, head.start, head.length, 2 * hiddenSize + head.column, headSize);
    s.left.pack(queryKeyValue, head.start, head.length, head.column, headSize, scale);
    for (int query = 0, rows; query < head.length; query += rows) {
      rows = Scores.next(head.length - query, head.length);
      s.scores.multiply(s.left, query, rows, s.right);
      Softmax.apply(s.scores);
      for (int panel = 0; panel < s.values.panels(); panel++) {
        Matmul.multiply(s.scores.exponentials(), 0, rows, s.values, panel, s.strip);
        int to = head.column + panel * PANEL;
        s.strip.store(context, head.start + query, to, s.values.columns(panel), s.scores.factors());
      }
    }
  }

  /// Sets the gradients of Q, K and V.
  ///
  /// @param dContext gradient of C, [T x H]
  /// @param d those of Q, K and V side by side, [T x 3 H]
  void backward(Scratch s, Matrix queryKeyValue, Head head, Matrix dContext, Matrix d) {
    Matrix p = s.probabilities;
    Matrix dScores = s.scoreGradient;
    p.reshape(head.length, head.length);
    dScores.reshape(head.length, head.length);
    probabilities(s, queryKeyValue, head);
    s.left.pack(dContext, head.start, head.length, head.column, headSize);
    s.right.packRows(
        queryKeyValue, head.start, head.length, 2 * hiddenSize + head.column, headSize);
    multiply(s, head.length, dScores, 0, 0);
    SoftmaxGradient.apply(p, dScores, s.sum);

    s.right.packColumns(dContext, head.start, head.length, head.column, headSize);
    multiplyColumns(s, p, 1, d, head.start, 2 * hiddenSize + head.column);
    s.right.packColumns(queryKeyValue, head.start, head.length, head.column, headSize);
    multiplyColumns(s, dScores, scale, d, head.start, hiddenSize + head.column);
    s.right.packColumns(queryKeyValue, head.start, head.length, hiddenSize + head.column, headSize);
    s.left.pack(dScores, 0, head.length, 0, head.length, scale);
    multiply(s, head.length, d, head.start, head.column);
  }

  private void probabilities(Scratch s, Matrix queryKeyValue, Head head) {
    s.right.packRows(queryKeyValue, head.start, head.length, hiddenSize + head.column, headSize);
    s.left.pack(queryKeyValue, head.start, head.length, head.column, headSize, scale);
    for (int query = 0, rows; query < head.length; query += rows) {
      rows = Scores.next(head.length - query, head.length);
      s.scores.multiply(s.left, query, rows, s.right);
      Softmax.apply(s.scores);
      s.scores.probabilities(s.probabilities, query);
    }
  }

  /// `to <- A B^T` with A in `left`, B in `right`.
  private static void multiply(Scratch s, int length, Matrix to, int toRow, int toColumn) {
    PackedMatrix b = s.right;
    Cut cut = Cut.intoStrips(length);
    for (int block = 0; block < cut.count(); block++) {
      int row = cut.start(block);
      for (int panel = 0; panel < b.panels(); panel++) {
        Matmul.multiply(s.left, row, cut.length(block), b, panel, s.strip);
        s.strip.store(to, toRow + row, toColumn + panel * PANEL, b.columns(panel));
      }
    }
  }

  /// `to <- factor A^T B^T` with B in `right`.
  private static void multiplyColumns(
      Scratch s, Matrix a, float factor, Matrix to, int toRow, int toColumn) {
    PackedMatrix b = s.right;
    Cut cut = Cut.intoStrips(a.columns());
    for (int block = 0; block < cut.count(); block++) {
      int row = cut.start(block);
      s.leftColumns.pack(a, 0, a.rows(), row, cut.length(block), factor);
      for (int panel = 0; panel < b.panels(); panel++) {
        ColumnProducts.multiply(s.leftColumns, b, panel, s.strip);
        s.strip.store(to, toRow + row, toColumn + panel * PANEL, b.columns(panel));
      }
    }
  }
}
