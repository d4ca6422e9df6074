package dev.tern.encoder.model;

import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowChunks;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds the rotation, the order of the columns and the number of dimensions p of each panel with
/// which [LogitBounds] make a head cheapest.
///
/// The sample is of texts that were encoded, since others prune worse: of splade-tiny at p = 64, a
/// rotation from the weights alone leaves 57 % of the single (column, token) pairs instead of 1.5
/// %, and hidden states of random token sequences leave 19 % of the (column, chunk) pairs instead
/// of 7.6 %. Tried on other texts, hidden states with their mean taken off leave 4.3 % of the
/// chunks instead of 4.6 %, and columns weighted by how far below 0 they usually are 4.2 %: neither
/// is worth its code.
///
/// Pairs left are counted at [#LEVELS] depths only, which is most of the time that a fit takes.
final class BoundsFit {
  /// Every so many-th weight row enters the second moment.
  private static final int WEIGHT_STEP = 4;

  /// Depths at which the pairs left are counted.
  private static final int LEVELS = 8;

  /// Candidates for p are so far from each other.
  private static final int STEP = 4;

  /// Columns and chunks that are looked at before anything is fitted.
  private static final int COLUMNS = 128;

  private static final int CHUNKS = 32;

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
    return SkippingCost.of(0, d, positive(sample)) < SkippingCost.WORTHWHILE
        ? columns(sample).flatMap(columns -> fit(columns, sample))
        : Optional.empty();
  }

  /// The share of the (column, chunk) pairs with a logit above 0, which the best of bounds leave:
  /// refuses random weights in a small part of the time of a fit.
  private double positive(Matrix sample) {
    int columnStep = Math.max(1, bias.length / COLUMNS);
    int chunkStep = Math.max(1, sample.rows() / RowChunks.ROWS / CHUNKS) * RowChunks.ROWS;
    float[] w = new float[d];
    int pairs = 0;
    int positive = 0;
    for (int v = 0; v < bias.length; v += columnStep) {
      decoder.unpackRow(v, w);
      for (int row = 0; row + RowChunks.ROWS <= sample.rows(); row += chunkStep) {
        pairs++;
        positive += anyPositive(sample, row, w, bias[v]) ? 1 : 0;
      }
    }
    return pairs == 0 ? 1 : (double) positive / pairs;
  }

  private boolean anyPositive(Matrix sample, int chunk, float[] w, float b) {
    for (int row = chunk; row < chunk + RowChunks.ROWS; row++) {
      int at = sample.offset(row);
      float logit = b;
      for (int k = 0; k < d; k++) {
        logit = Math.fma(sample.values()[at + k], w[k], logit);
      }
      if (logit > 0) {
        return true;
      }
    }
    return false;
  }

  /// Bounds of p dimensions, whether they pay or not; empty if there is no rotation.
  Optional<LogitBounds> fit(Matrix sample, int p) {
    return columns(sample)
        .map(columns -> {
          int[] depths = new int[BoundPanels.panels(bias.length)];
          Arrays.fill(depths, p);
          return new LogitBounds(columns, IntStream.range(0, bias.length).toArray(), depths);
        });
  }

  private Optional<RotatedColumns> columns(Matrix sample) {
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
    return BalancedRotation.of(hidden, weights, d)
        .flatMap(rotation -> RotatedColumns.of(rotation, decoder, bias));
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

  private Optional<LogitBounds> fit(RotatedColumns columns, Matrix sample) {
    int[] levels = IntStream.range(0, LEVELS).map(i -> (2 * i + 1) * d / (2 * LEVELS)).toArray();
    PairsLeft left = PairsLeft.of(columns, sample, levels);
    int[] order = left.order();
    int[] depths = new int[BoundPanels.panels(order.length)];
    double total = 0;
    for (int panel = 0; panel < depths.length; panel++) {
      int from = panel * BoundPanels.PANEL;
      int end = Math.min(from + BoundPanels.PANEL, order.length);
      double[] shares = left.shares(from, end);
      double lowest = Double.POSITIVE_INFINITY;
      for (int p = Math.max(1, levels[0]); p <= levels[LEVELS - 1]; p += STEP) {
        double cost = SkippingCost.of(p, d, interpolated(levels, shares, p));
        if (cost < lowest) {
          lowest = cost;
          depths[panel] = p;
        }
      }
      total += lowest * (end - from) / order.length;
    }
    return total < SkippingCost.WORTHWHILE
        ? Optional.of(new LogitBounds(columns, order, depths))
        : Optional.empty();
  }

  /// Between two levels the share left shrinks by the same factor with each dimension.
  private static double interpolated(int[] levels, double[] shares, int p) {
    int i = 1;
    while (i < levels.length - 1 && levels[i] < p) {
      i++;
    }
    double part = (double) (p - levels[i - 1]) / (levels[i] - levels[i - 1]);
    return Math.pow(shares[i - 1], 1 - part) * Math.pow(shares[i], part);
  }
}
