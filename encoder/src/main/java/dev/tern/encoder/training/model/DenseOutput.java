package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.TokenPooling;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.loss.SparseRows;
import java.util.Arrays;

/// From hidden states to one dense vector for each text: `x` is the mean over its tokens or the
/// state of the first, and the vector `y = x / max(|x|, 1e-12)` or x itself.
///
/// `dx = (dy - y (y . dy)) / |x|`; the mean gives each of n tokens `dx / n`.
final class DenseOutput implements Output {
  /// torch's lower bound of a length.
  private static final double SMALLEST_LENGTH = 1e-12;

  private final PoolingConfig.Dense config;
  private final int hiddenSize;

  DenseOutput(PoolingConfig.Dense config, int hiddenSize) {
    this.config = config;
    this.hiddenSize = hiddenSize;
  }

  /// Rows of a text that count.
  private int rows(TokenBatch batch, int text) {
    return config.tokens() == TokenPooling.MEAN
        ? batch.length(text)
        : Math.min(1, batch.length(text));
  }

  @Override
  public SparseRows forward(Workers workers, Tape tape) {
    TokenBatch batch = tape.batch();
    Matrix hidden = tape.hidden();
    double[] vectors = new double[batch.texts() * hiddenSize];
    tape.lengths = new double[batch.texts()];
    for (int text = 0; text < batch.texts(); text++) {
      int rows = rows(batch, text);
      double squares = 0;
      for (int i = 0; i < hiddenSize; i++) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
          sum += hidden.values()[hidden.offset(batch.start(text) + row) + i];
        }
        double mean = rows == 0 ? 0 : sum / rows;
        vectors[text * hiddenSize + i] = mean;
        squares += mean * mean;
      }
      tape.lengths[text] = config.normalize() ? Math.sqrt(squares) : 1;
      for (int i = 0; i < hiddenSize; i++) {
        vectors[text * hiddenSize + i] /= Math.max(tape.lengths[text], SMALLEST_LENGTH);
      }
    }
    return SparseRows.dense(hiddenSize, vectors);
  }

  @Override
  public void backward(
      Workers workers, Tape tape, SparseRows vectors, int firstRow, Gradients gradients) {
    TokenBatch batch = tape.batch();
    Matrix d = gradients.hidden;
    Arrays.fill(d.values(), 0, d.rows() * hiddenSize, 0);
    for (int text = 0; text < batch.texts(); text++) {
      int rows = rows(batch, text);
      int start = vectors.start(firstRow + text);
      double length = tape.lengths[text];
      double along = 0;
      for (int i = 0; config.normalize() && length > SMALLEST_LENGTH && i < hiddenSize; i++) {
        along += vectors.value(start + i) * vectors.gradient(start + i);
      }
      for (int i = 0; i < hiddenSize; i++) {
        double dx = vectors.gradient(start + i) - vectors.value(start + i) * along;
        float each = (float) (dx / Math.max(length, SMALLEST_LENGTH) / rows);
        for (int row = 0; row < rows; row++) {
          d.values()[d.offset(batch.start(text) + row) + i] = each;
        }
      }
    }
  }

  @Override
  public void refresh(Workers workers) {
    // has no weights
  }
}
