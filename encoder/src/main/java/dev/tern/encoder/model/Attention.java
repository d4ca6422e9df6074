package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Softmax;
import dev.tern.encoder.kernel.Strip;

/// Multi-head self-attention with its output layer and residual connection (Vaswani et al. 2017,
/// section 3.2).
///
/// For each text and head: `context = softmax(Q K^T / sqrt(D)) V`, where Q, K and V are D columns
/// of the query, key and value of the text's tokens; then `hidden <- hidden + context Wo^T + bo`.
/// Each text attends to itself alone, so no mask is needed.
final class Attention {
  private final int hiddenSize;
  private final int headSize;

  /// Query, key and value stacked: one product instead of three over the same input.
  private final Linear queryKeyValue;

  private final Linear output;

  private Attention(ModelConfig config, Linear queryKeyValue, Linear output) {
    this.hiddenSize = config.hiddenSize();
    this.headSize = config.headSize();
    this.queryKeyValue = queryKeyValue;
    this.output = output;
  }

  static Attention load(Checkpoint checkpoint, ModelConfig config, WeightNames.Layer names)
      throws CheckpointException {
    int h = config.hiddenSize();
    PackedMatrix weight =
        PackedWeights.read(
            checkpoint,
            h,
            h,
            names.query() + ".weight",
            names.key() + ".weight",
            names.value() + ".weight");
    float[] bias = new float[3 * h];
    System.arraycopy(checkpoint.read(names.query() + ".bias", h), 0, bias, 0, h);
    System.arraycopy(checkpoint.read(names.key() + ".bias", h), 0, bias, h, h);
    System.arraycopy(checkpoint.read(names.value() + ".bias", h), 0, bias, 2 * h, h);
    Linear output = Linear.load(checkpoint, names.attentionOutput(), h, h);
    return new Attention(config, new Linear(weight, bias), output);
  }

  /// `hidden <- hidden + attention(hidden)`, [T x H].
  void forward(Activations a) {
    queryKeyValue.forward(a, a.hidden, a.queryKeyValue);
    a.meet(); // keys and values of all rows
    for (int text = 0; text < a.texts(); text++) {
      for (int column = 0; column < hiddenSize; column += headSize) {
        attend(a, a.start(text), a.length(text), column);
      }
    }
    a.turn();
    output.addTo(a, a.context, a.hidden);
  }

  /// The head whose columns start at `column`, for the text in rows `[start, start + length)`.
  private void attend(Activations a, int start, int length, int column) {
    int query = Math.max(start, a.firstRow());
    int end = Math.min(start + length, a.endRow());
    if (query >= end) {
      return;
    }
    a.keys.packRows(a.queryKeyValue, start, length, hiddenSize + column, headSize);
    a.values.packColumns(a.queryKeyValue, start, length, 2 * hiddenSize + column, headSize);
    a.scores.reshape(Strip.ROWS, Softmax.paddedColumns(length));
    for (int rows; query < end; query += rows) {
      rows = Strip.next(end - query);
      probabilities(a, query, rows, column);
      for (int panel = 0; panel < a.values.panels(); panel++) {
        Matmul.multiply(a.scores, 0, rows, 0, a.values, panel, a.strip);
        int to = column + panel * PackedMatrix.PANEL;
        a.strip.store(a.context, query, to, a.values.columns(panel));
      }
    }
  }

  /// `scores <- softmax(Q K^T / sqrt(D))` for the queries in rows `[row, row + rows)`.
  private void probabilities(Activations a, int row, int rows, int column) {
    for (int panel = 0; panel < a.keys.panels(); panel++) {
      Matmul.multiply(a.queryKeyValue, row, rows, column, a.keys, panel, a.strip);
      a.strip.store(a.scores, 0, panel * PackedMatrix.PANEL, a.keys.columns(panel));
    }
    float scale = (float) (1 / Math.sqrt(headSize));
    Softmax.apply(a.scores, rows, a.keys.outputs(), scale, a.sum);
  }
}
