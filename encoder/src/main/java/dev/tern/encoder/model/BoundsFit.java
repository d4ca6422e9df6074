package dev.tern.encoder.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowChunks;
import java.util.Arrays;
import java.util.Optional;

/// Finds the rotation and the number of dimensions p with which [LogitBounds] make a head cheapest.
///
/// The sample is of texts that were encoded, since others prune worse: of splade-tiny at p = 64, a
/// rotation from the weights alone leaves 57 % of the single (column, token) pairs instead of 1.5
/// %, and hidden states of random token sequences leave 19 % of the (column, chunk) pairs instead
/// of 7.6 %. Tried on other texts, hidden states with their mean taken off leave 4.3 % of the
/// chunks instead of 4.6 %, and columns weighted by how far below 0 they usually are 4.2 %: neither
/// is worth its code.
final class BoundsFit {
  /// Every so many-th weight row enters the second moment.
  private static final int WEIGHT_STEP = 4;

  /// Columns and chunks that the pairs left are counted for.
  private static final int COLUMNS = 1024;

  private static final int CHUNKS = 32;

  /// Candidates for p are multiples of this.
  private static final int STEP = 8;

  private final PackedMatrix decoder;
  private final float[] bias;
  private final int d;

  BoundsFit(PackedMatrix decoder, float[] bias) {
    this.decoder = decoder;
    this.bias = bias;
    this.d = decoder.depth();
  }

  /// The bounds that make the head cheapest; empty if none make it clearly cheaper.
  ///
  /// @param sample of hidden states
  Optional<LogitBounds> fit(Matrix sample) {
    return rotation(sample).flatMap(rotation -> fit(rotation, sample));
  }

  /// Bounds of p dimensions, whether they pay or not; empty if there is no rotation.
  Optional<LogitBounds> fit(Matrix sample, int p) {
    return rotation(sample).map(rotation -> LogitBounds.of(rotation, decoder, bias, p));
  }

  private Optional<BalancedRotation> rotation(Matrix sample) {
    float[] w = new float[d];
    double[] weights = new double[d * d];
    for (int v = 0; v < bias.length; v += WEIGHT_STEP) {
      decoder.unpackRow(v, w);
      addSquare(weights, w, 0, (double) WEIGHT_STEP / bias.length);
    }
    double[] hidden = new double[d * d];
    for (int t = 0; t < sample.rows(); t++) {
      addSquare(hidden, sample.values(), sample.offset(t), 1.0 / sample.rows());
    }
    return BalancedRotation.of(hidden, weights, d);
  }

  private Optional<LogitBounds> fit(BalancedRotation rotation, Matrix sample) {
    double[] left = left(rotation, sample);
    int best = 0;
    double lowest = SkippingCost.WORTHWHILE;
    for (int p = STEP; p < d; p += STEP) {
      double cost = SkippingCost.of(p, d, left[p]);
      if (cost < lowest) {
        lowest = cost;
        best = p;
      }
    }
    return best == 0
        ? Optional.empty()
        : Optional.of(LogitBounds.of(rotation, decoder, bias, best));
  }

  /// `square += factor x x^T`.
  private void addSquare(double[] square, float[] x, int from, double factor) {
    for (int i = 0; i < d; i++) {
      double xi = factor * x[from + i];
      for (int j = 0; j < d; j++) {
        square[i * d + j] += xi * x[from + j];
      }
    }
  }

  /// For each p the share of (column, chunk) pairs that bounds of p dimensions leave.
  private double[] left(BalancedRotation rotation, Matrix sample) {
    int pieces = sample.rows() / RowChunks.ROWS;
    int chunkStep = Math.max(1, pieces / CHUNKS);
    int columnStep = Math.max(1, bias.length / COLUMNS);
    int chunks = (pieces + chunkStep - 1) / chunkStep;
    Rotated[] h = new Rotated[chunks * RowChunks.ROWS];
    for (int i = 0; i < h.length; i++) {
      int token = i / RowChunks.ROWS * chunkStep * RowChunks.ROWS + i % RowChunks.ROWS;
      h[i] = Rotated.of(rotation.r(), sample.values(), sample.offset(token), d);
    }
    long[] left = new long[d];
    boolean[] above = new boolean[d];
    float[] row = new float[d];
    long pairs = 0;
    for (int v = 0; v < bias.length; v += columnStep) {
      decoder.unpackRow(v, row);
      Rotated w = Rotated.of(rotation.x(), row, 0, d);
      for (int chunk = 0; chunk < chunks; chunk++, pairs++) {
        Arrays.fill(above, false);
        for (int r = 0; r < RowChunks.ROWS; r++) {
          h[chunk * RowChunks.ROWS + r].mark(w, -bias[v], above);
        }
        for (int p = STEP; p < d; p += STEP) {
          left[p] += above[p] ? 1 : 0;
        }
      }
    }
    double total = pairs;
    return Arrays.stream(left).mapToDouble(n -> n / total).toArray();
  }

  /// A rotated vector.
  private static final class Rotated {
    private final double[] x;
    private final double[] rest; // norm of the elements from each position on

    private Rotated(double[] x, double[] rest) {
      this.x = x;
      this.rest = rest;
    }

    static Rotated of(double[] rotation, float[] v, int from, int d) {
      double[] x = new double[d];
      for (int i = 0; i < d; i++) {
        for (int k = 0; k < d; k++) {
          x[i] += rotation[i * d + k] * v[from + k];
        }
      }
      double[] rest = new double[d];
      double sum = 0;
      for (int i = d - 1; i >= 0; i--) {
        sum += x[i] * x[i];
        rest[i] = Math.sqrt(sum);
      }
      return new Rotated(x, rest);
    }

    /// Sets `above[p]` where the bound of p dimensions is above the limit.
    void mark(Rotated w, double limit, boolean[] above) {
      double sum = 0;
      for (int p = 0; p < x.length; ) {
        for (int end = Math.min(p + STEP, x.length); p < end; p++) {
          sum += x[p] * w.x[p];
        }
        if (p < x.length && sum + rest[p] * w.rest[p] > limit) {
          above[p] = true;
        }
      }
    }
  }
}
