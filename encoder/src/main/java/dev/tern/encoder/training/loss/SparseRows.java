package dev.tern.encoder.training.loss;

import dev.tern.encoder.SparseVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Vectors of which only some entries are kept, one a row, with the gradient of each kept entry.
///
/// Entry `e` in `[start(row), end(row))` stands for column `id(e)`; ids ascend strictly within a
/// row. What is not kept is 0 and has no gradient, as behind a relu. A kept entry may be 0: rows
/// with all columns serve for dense vectors, and cost what dense vectors cost.
///
/// The layout is fixed when the rows are made. One thread at a time.
public final class SparseRows {
  private final int columns;
  private final int[] starts;
  private final int[] ids;
  private final double[] values;
  private final double[] gradients;

  private SparseRows(int columns, int[] starts, int[] ids, double[] values) {
    this.columns = columns;
    this.starts = starts;
    this.ids = ids;
    this.values = values;
    this.gradients = new double[values.length];
  }

  /// Rows of the given entries; the arrays are copied.
  ///
  /// @param columns width of a row; every id is below it
  /// @param ids of each row, ascending strictly from 0
  /// @param values as many as ids in each row
  /// @throws IllegalArgumentException if an entry breaks one of these rules, naming it
  public static SparseRows of(int columns, List<int[]> ids, List<double[]> values) {
    if (ids.size() != values.size()) {
      throw new IllegalArgumentException(
          "as many rows of ids as of values: ids=" + ids.size() + " values=" + values.size());
    }
    int[] starts = new int[ids.size() + 1];
    for (int row = 0; row < ids.size(); row++) {
      check(columns, row, ids.get(row), values.get(row));
      starts[row + 1] = Math.addExact(starts[row], ids.get(row).length);
    }
    int[] allIds = new int[starts[ids.size()]];
    double[] allValues = new double[allIds.length];
    for (int row = 0; row < ids.size(); row++) {
      System.arraycopy(ids.get(row), 0, allIds, starts[row], ids.get(row).length);
      System.arraycopy(values.get(row), 0, allValues, starts[row], ids.get(row).length);
    }
    return new SparseRows(columns, starts, allIds, allValues);
  }

  /// Rows of sparse vectors.
  ///
  /// @param columns width of a row; every id is below it
  public static SparseRows of(int columns, List<SparseVector> vectors) {
    List<double[]> values = new ArrayList<>();
    for (SparseVector vector : vectors) {
      double[] wide = new double[vector.size()];
      Arrays.setAll(wide, vector::weight);
      values.add(wide);
    }
    return of(columns, vectors.stream().map(SparseVector::ids).toList(), values);
  }

  private static void check(int columns, int row, int[] ids, double[] values) {
    if (ids.length != values.length) {
      throw new IllegalArgumentException(
          "as many values as ids in row="
              + row
              + " ids="
              + ids.length
              + " values="
              + values.length);
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= columns || (i > 0 && ids[i] <= ids[i - 1])) {
        throw new IllegalArgumentException(
            "ids must ascend strictly below columns=" + columns + " row=" + row + " id=" + ids[i]);
      }
    }
  }

  /// Rows that keep every column.
  ///
  /// @param columns width of a row, at least 1
  /// @param values row-major
  public static SparseRows dense(int columns, double[] values) {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          "rows must be whole: columns=" + columns + " values=" + values.length);
    }
    int[] starts = new int[values.length / columns + 1];
    Arrays.setAll(starts, row -> row * columns);
    int[] ids = new int[values.length];
    Arrays.setAll(ids, e -> e % columns);
    return new SparseRows(columns, starts, ids, values.clone());
  }

  /// The rows of several, one after the other, with gradients of their own at 0.
  ///
  /// @param parts at least one, all of one width
  public static SparseRows concat(List<SparseRows> parts) {
    List<int[]> ids = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    int columns = parts.getFirst().columns;
    for (SparseRows part : parts) {
      if (part.columns != columns) {
        throw new IllegalArgumentException(
            "all rows need one width: columns=" + columns + " columns=" + part.columns);
      }
      for (int row = 0; row < part.rows(); row++) {
        ids.add(Arrays.copyOfRange(part.ids, part.start(row), part.end(row)));
        values.add(Arrays.copyOfRange(part.values, part.start(row), part.end(row)));
      }
    }
    return of(columns, ids, values);
  }

  /// Rows with the same entries kept, other values and gradients of their own at 0.
  ///
  /// @param values one for each entry, not copied
  SparseRows withValues(double[] values) {
    if (values.length != ids.length) {
      throw new IllegalArgumentException(
          "one value for each entry: entries=" + ids.length + " values=" + values.length);
    }
    return new SparseRows(columns, starts, ids, values);
  }

  /// Number of rows.
  public int rows() {
    return starts.length - 1;
  }

  /// Width of a row, kept entries or not.
  public int columns() {
    return columns;
  }

  /// Number of kept entries of all rows.
  public int size() {
    return ids.length;
  }

  /// First entry of `row`.
  public int start(int row) {
    return starts[row];
  }

  /// Entry after the last one of `row`.
  public int end(int row) {
    return starts[row + 1];
  }

  /// Column of entry `e`.
  public int id(int e) {
    return ids[e];
  }

  /// Value of entry `e`.
  public double value(int e) {
    return values[e];
  }

  /// Gradient of entry `e`.
  public double gradient(int e) {
    return gradients[e];
  }

  /// Adds to the gradient of entry `e`.
  public void addGradient(int e, double d) {
    gradients[e] += d;
  }

  /// Number of entries of `row` that are not 0.
  public int nonZeros(int row) {
    int count = 0;
    for (int e = starts[row]; e < starts[row + 1]; e++) {
      count += values[e] == 0 ? 0 : 1;
    }
    return count;
  }

  /// Sets all gradients to 0.
  public void clearGradients() {
    Arrays.fill(gradients, 0);
  }

  /// A copy of the row with what is not kept as 0.
  public double[] denseRow(int row) {
    return spread(row, values);
  }

  /// A copy of the gradients of the row, 0 for what is not kept.
  public double[] denseGradientRow(int row) {
    return spread(row, gradients);
  }

  private double[] spread(int row, double[] of) {
    Objects.checkIndex(row, rows());
    double[] dense = new double[columns];
    for (int e = starts[row]; e < starts[row + 1]; e++) {
      dense[ids[e]] = of[e];
    }
    return dense;
  }
}
