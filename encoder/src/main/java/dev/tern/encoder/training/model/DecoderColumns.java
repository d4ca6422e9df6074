package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.training.optimiser.Parameter;
import java.util.Arrays;

/// Columns of the vocabulary whose logits a pass wants, as the multiply loop reads them: rows of
/// the decoder, packed, with their biases and ids.
final class DecoderColumns {
  private final Parameter decoder; // [V x H]
  private final Parameter bias; // [V]
  private final PackedMatrix packed = new PackedMatrix();
  private int[] ids = {};
  private float[] least = {};

  DecoderColumns(Parameter decoder, Parameter bias) {
    this.decoder = decoder;
    this.bias = bias;
  }

  /// Takes up the weights of some columns as they are now.
  ///
  /// @param ids ascending strictly below V, at least one
  void take(int[] ids, Workers workers) {
    this.ids = ids;
    int hiddenSize = decoder.size() / bias.size();
    packed.prepare(ids.length, hiddenSize);
    Matrix weights = Matrix.of(decoder.values(), hiddenSize);
    workers.run(
        packed.panels(),
        (panel, _) -> {
          int from = panel * PANEL;
          int columns = packed.columns(panel);
          if (ids[from + columns - 1] - ids[from] == columns - 1) {
            packed.setOutputs(from, weights, ids[from], columns);
          } else {
            packed.setOutputs(from, gather(weights, from, columns), 0, columns);
          }
        });
    least = Arrays.copyOf(least, packed.panels() * PANEL);
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    for (int n = 0; n < ids.length; n++) {
      least[n] = -bias.values()[ids[n]];
    }
  }

  private Matrix gather(Matrix weights, int from, int count) {
    Matrix rows = new Matrix(weights.columns());
    rows.resize(count);
    for (int n = 0; n < count; n++) {
      int row = weights.offset(ids[from + n]);
      System.arraycopy(weights.values(), row, rows.values(), rows.offset(n), rows.columns());
    }
    return rows;
  }

  /// The rows of the decoder.
  PackedMatrix packed() {
    return packed;
  }

  /// Copies the thresholds of a panel: a maximum before the bias counts where it is above the bias
  /// with the other sign, and never where the last panel has no column.
  void leastOf(int panel, float[] to) {
    System.arraycopy(least, panel * PANEL, to, 0, PANEL);
  }

  /// Hands over what a text has in the columns of a panel.
  ///
  /// @param maxima before the bias, and the rows where they are, [PANEL] each
  /// @param logits and rows of the text, [V], where they belong
  void store(int panel, float[] maxima, int[] rowsOfMaxima, float[] logits, int[] rows) {
    int from = panel * PANEL;
    int columns = packed.columns(panel);
    for (int n = 0; n < columns; n++) {
      int v = ids[from + n];
      logits[v] = maxima[n] + bias.values()[v];
      rows[v] = rowsOfMaxima[n];
    }
  }
}
