package dev.tern.encoder.model;

import dev.tern.encoder.kernel.BoundPanels;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowChunks;
import dev.tern.encoder.kernel.Strip;
import java.util.Arrays;

/// Of how many chunks of a sample each column is left to compute, by bounds of several depths.
final class PairsLeft {
  /// Chunks that are counted; twice as many change the cost of the bounds that are found by less
  /// than half a per cent.
  private static final int CHUNKS = 32;

  private final int chunks;
  private final int[][] counts; // [levels][V]
  private final int[] order;

  private PairsLeft(int chunks, int[][] counts) {
    this.chunks = chunks;
    this.counts = counts;
    order = ordered(counts);
  }

  /// Counts.
  ///
  /// @param sample at least a chunk of hidden states
  /// @param levels the depths, ascending
  static PairsLeft of(RotatedColumns columns, Matrix sample, int[] levels) {
    RotatedRows rows = new RotatedRows(columns.rotation(), levels);
    Matrix rotated = new Matrix(1);
    rows.rotate(sample, rotated, new Strip());
    RowChunks chunks = new RowChunks();
    chunks.clear(rotated.columns());
    int step = Math.max(1, sample.rows() / RowChunks.ROWS / CHUNKS) * RowChunks.ROWS;
    for (int row = 0; row + RowChunks.ROWS <= sample.rows(); row += step) {
      chunks.add(rotated, row, RowChunks.ROWS);
    }
    int[][] counts = new int[levels.length][columns.size()];
    for (int level = 0; level < levels.length; level++) {
      count(columns, levels[level], rows.rest(levels[level]), chunks, counts[level]);
    }
    return new PairsLeft(chunks.size(), counts);
  }

  private static void count(
      RotatedColumns columns, int p, int rest, RowChunks chunks, int[] counts) {
    int[] depths = new int[BoundPanels.panels(counts.length)];
    Arrays.fill(depths, p);
    BoundPanels panels = new BoundPanels(counts.length, depths);
    int d = columns.depth();
    for (int v = 0; v < counts.length; v++) {
      panels.set(v, columns.rotated(), v * d, columns.rest(v, p));
    }
    float[] excess = new float[BoundPanels.PANEL];
    for (int panel = 0; panel < depths.length; panel++) {
      int from = panel * BoundPanels.PANEL;
      for (int n = 0; n < panels.columns(panel); n++) {
        excess[n] = columns.bias(from + n, p);
      }
      for (int chunk = 0; chunk < chunks.size(); chunk++) {
        long above = panels.above(chunks, chunk, panel, rest, excess);
        for (; above != 0; above &= above - 1) {
          counts[from + Long.numberOfTrailingZeros(above)]++;
        }
      }
    }
  }

  /// Columns by falling sum of their counts, equal ones by number.
  private static int[] ordered(int[][] counts) {
    long[] keys = new long[counts[0].length];
    for (int v = 0; v < keys.length; v++) {
      for (int[] of : counts) {
        keys[v] -= (long) of[v] << 32;
      }
      keys[v] += v;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /// All columns, those with the most pairs left first.
  int[] order() {
    return order;
  }

  /// For each level the share of the pairs that is left of the columns `[from, end)` of the order;
  /// where it was none, half of one.
  double[] shares(int from, int end) {
    double[] shares = new double[counts.length];
    for (int level = 0; level < counts.length; level++) {
      long left = 0;
      for (int i = from; i < end; i++) {
        left += counts[level][order[i]];
      }
      shares[level] = Math.max(0.5, (double) left) / ((double) chunks * (end - from));
    }
    return shares;
  }
}
