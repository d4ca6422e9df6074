package dev.tern.encoder.training.step;

import dev.tern.encoder.training.loss.DfFlops;
import dev.tern.encoder.training.loss.SparseRows;
import dev.tern.encoder.training.state.StateException;
import dev.tern.encoder.training.state.TrainingState;
import java.util.Arrays;

/// How many of the documents that were trained on hold each token, as [DfFlops] asks for: counted
/// over [#BATCHES] micro batches, and used until the next count is complete. The first count is
/// used while it grows.
final class DocumentFrequencies {
  /// Micro batches of a count; the paper counts anew every 100 steps.
  static final int BATCHES = 100;

  private static final String NAME = "document_frequencies";

  private final double alpha;
  private final double beta;
  private final int[] counts; // [V], documents and batches behind them
  private final double[] weights;
  private boolean isFirst = true;

  /// @param columns V
  DocumentFrequencies(int columns, double alpha, double beta) {
    this.alpha = alpha;
    this.beta = beta;
    counts = new int[columns + 2];
    weights = new double[columns];
  }

  /// Counts the documents of a batch.
  ///
  /// @return the weights of all tokens, shared
  double[] observe(SparseRows documents) {
    int columns = weights.length;
    for (int e = 0; e < documents.size(); e++) {
      counts[documents.id(e)] += documents.value(e) == 0 ? 0 : 1;
    }
    counts[columns] += documents.rows();
    counts[columns + 1]++;
    boolean isComplete = counts[columns + 1] == BATCHES;
    if (isFirst || isComplete) {
      int[] df = Arrays.copyOf(counts, columns);
      double[] found = DfFlops.weights(df, counts[columns], alpha, beta);
      System.arraycopy(found, 0, weights, 0, columns);
    }
    if (isComplete) {
      isFirst = false;
      Arrays.fill(counts, 0);
    }
    return weights;
  }

  void save(TrainingState state) {
    int columns = weights.length;
    long[] all = new long[2 * columns + 3];
    for (int i = 0; i < counts.length; i++) {
      all[i] = counts[i];
    }
    all[columns + 2] = isFirst ? 1 : 0;
    for (int i = 0; i < columns; i++) {
      all[columns + 3 + i] = Double.doubleToRawLongBits(weights[i]);
    }
    state.put(NAME, all);
  }

  void restore(TrainingState state) throws StateException {
    int columns = weights.length;
    long[] all = state.longs(NAME, 2 * columns + 3);
    for (int i = 0; i < counts.length; i++) {
      if (all[i] < 0 || all[i] > Integer.MAX_VALUE) {
        throw state.refusal(NAME, "has a count of " + all[i]);
      }
      counts[i] = (int) all[i];
    }
    isFirst = all[columns + 2] != 0;
    for (int i = 0; i < columns; i++) {
      weights[i] = Double.longBitsToDouble(all[columns + 3 + i]);
    }
  }
}
