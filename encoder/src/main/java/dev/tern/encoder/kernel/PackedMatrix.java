package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.List;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The right-hand side of a product `A B^T`, in the order in which the multiply loop reads it.
///
/// B is [outputs x depth], as a linear layer's weight is. Its rows are cut into panels of [#PANEL]
/// outputs; a panel is stored as `[depth][PANEL]`, so that one step over the inner index reads
/// [#PANEL] consecutive floats. What stands in place of outputs beyond the last is nobody's, and so
/// are the products with it:
///
/// `panels[(n / PANEL) depth PANEL + k PANEL + n mod PANEL] = B[n][k]`
///
/// Weights may also be stored in int8, as bytes q in the same order and a scale for each output;
/// the elements are then `B[n][k] = scales[n] q[n][k]`, rounded to float32, and products are those
/// of a matrix of these float32 values, bit for bit.
public final class PackedMatrix {
  /// Outputs in a panel: four vectors.
  public static final int PANEL = 4 * Simd.LANES;

  private static final float[] NO_SCALES = {};

  private int outputs;
  private int depth;
  private float[] panels = {};
  private byte[] int8Panels = {};
  private float[] scales =
      NO_SCALES; // one for each output, zero-padded; none where values are float32

  /// An empty matrix, to be filled by [#packRows] or [#packColumns].
  public PackedMatrix() {}

  /// Packs weights that share their input, one below the other.
  ///
  /// @param depth columns of each part
  /// @param parts row-major, each [its outputs x depth]
  public static PackedMatrix of(int depth, float[]... parts) {
    int outputs = 0;
    for (float[] part : parts) {
      if (part.length % depth != 0) {
        throw new IllegalArgumentException(
            "a weight needs outputs x depth values: values=" + part.length + " depth=" + depth);
      }
      outputs += part.length / depth;
    }
    PackedMatrix packed = new PackedMatrix();
    packed.reshape(outputs, depth);
    int first = 0;
    for (float[] part : parts) {
      packed.copyRows(first, part, 0, depth, part.length / depth);
      first += part.length / depth;
    }
    return packed;
  }

  /// Packs weights whose rows come one after the other, so that they need not be there at once.
  public static final class Builder {
    private final PackedMatrix packed = new PackedMatrix();
    private int rows;

    /// A matrix of so many rows and columns.
    ///
    /// @throws IllegalArgumentException if there are none, or 2^31 values or more
    public Builder(int outputs, int depth) {
      packed.reshape(outputs, depth);
    }

    /// Adds the next `count` rows.
    ///
    /// @param source row-major
    public void add(float[] source, int count) {
      Objects.checkFromIndexSize(rows, count, packed.outputs);
      packed.copyRows(rows, source, 0, packed.depth, count);
      rows += count;
    }

    /// The matrix, whose rows must all have been added.
    public PackedMatrix build() {
      if (rows != packed.outputs) {
        throw new IllegalStateException(
            "rows are missing: rows=" + rows + " outputs=" + packed.outputs);
      }
      return packed;
    }
  }

  /// Packs weights in int8 that share their input, one below the other.
  ///
  /// @param depth columns of each part
  /// @param parts row-major, each [its outputs x depth]
  /// @param scales of each part, [its outputs]
  public static PackedMatrix ofInt8(int depth, List<byte[]> parts, List<float[]> scales) {
    PackedMatrix packed = new PackedMatrix();
    packed.depth = depth;
    for (int i = 0; i < parts.size(); i++) {
      int outputs = scales.get(i).length;
      if ((long) outputs * depth != parts.get(i).length) {
        throw new IllegalArgumentException(
            "a weight needs outputs x depth values and a scale for each output: values="
                + parts.get(i).length
                + " depth="
                + depth
                + " scales="
                + outputs);
      }
      packed.outputs = Math.addExact(packed.outputs, outputs);
    }
    packed.int8Panels = new byte[size(packed.outputs, depth)];
    packed.scales = new float[packed.panels() * PANEL];
    int first = 0;
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(scales.get(i), 0, packed.scales, first, scales.get(i).length);
      packed.copyRows(first, parts.get(i));
      first += scales.get(i).length;
    }
    return packed;
  }

  /// Packs a block of a matrix whose rows are the outputs: `B[n][k] = m[row + n][column + k]`.
  public void packRows(Matrix m, int row, int outputs, int column, int depth) {
    reshape(outputs, depth);
    copyRows(0, m.values(), m.offset(row) + column, m.columns(), outputs);
  }

  /// Packs a block of a matrix whose columns are the outputs: `B[n][k] = m[row + k][column + n]`.
  public void packColumns(Matrix m, int row, int depth, int column, int outputs) {
    reshape(outputs, depth);
    copyColumns(0, m, row, depth, column);
  }

  private void copyColumns(int first, Matrix m, int row, int count, int column) {
    for (int panel = 0; panel < panels(); panel++) {
      int width = columns(panel);
      int whole = width - width % LANES;
      int from = m.offset(row) + column + panel * PANEL;
      int to = offset(panel) + first * PANEL;
      for (int k = 0; k < count; k++, from += m.columns(), to += PANEL) {
        for (int n = 0; n < whole; n += LANES) {
          FloatVector.fromArray(FLOATS, m.values(), from + n).intoArray(panels, to + n);
        }
        for (int n = whole; n < width; n++) {
          panels[to + n] = m.values()[from + n];
        }
      }
    }
  }

  /// Makes room for a matrix whose parts [#setOutputs] or [#setDepth] will copy; values are
  /// undefined until then.
  public void prepare(int outputs, int depth) {
    reshape(outputs, depth);
  }

  /// Copies some outputs: `B[first + n][k] = m[row + n][k]` for `n` in `[0, count)` and all k.
  public void setOutputs(int first, Matrix m, int row, int count) {
    Objects.checkFromIndexSize(first, count, outputs);
    Objects.checkFromIndexSize(row, count, m.rows());
    Objects.checkFromToIndex(0, depth, m.columns());
    copyRows(first, m.values(), m.offset(row), m.columns(), count);
  }

  /// Copies some inner indices: `B[n][first + k] = m[row + k][n]` for `k` in `[0, count)` and all
  /// n.
  public void setDepth(int first, Matrix m, int row, int count) {
    Objects.checkFromIndexSize(first, count, depth);
    Objects.checkFromIndexSize(row, count, m.rows());
    Objects.checkFromToIndex(0, outputs, m.columns());
    copyColumns(first, m, row, count, 0);
  }

  /// Whether a matrix of this size can be packed: whether its panels have fewer than 2^31 values.
  public static boolean fits(long outputs, int depth) {
    return (outputs + PANEL - 1) / PANEL * PANEL * depth <= Integer.MAX_VALUE - 8;
  }

  private void reshape(int outputs, int depth) {
    int size = size(outputs, depth);
    if (size > panels.length) {
      panels = new float[size];
    }
    scales = NO_SCALES;
    this.outputs = outputs;
    this.depth = depth;
  }

  private static int size(int outputs, int depth) {
    if (outputs < 1 || depth < 1 || !fits(outputs, depth)) {
      throw new IllegalArgumentException(
          "a packed matrix must have fewer than 2^31 values: outputs="
              + outputs
              + " depth="
              + depth);
    }
    return panels(outputs) * PANEL * depth;
  }

  /// Outputs `first` up to `first + count - 1`, of which n starts at `source[from + n stride]`.
  private void copyRows(int first, float[] source, int from, int stride, int count) {
    // A cache line of each of a few rows at a time, since writes go down a column.
    for (int n0 = 0; n0 < count; n0 += PANEL) {
      int n1 = Math.min(count, n0 + PANEL);
      for (int k0 = 0; k0 < depth; k0 += 16) {
        int k1 = Math.min(depth, k0 + 16);
        for (int n = n0; n < n1; n++) {
          int to = offset((first + n) / PANEL) + (first + n) % PANEL;
          for (int k = k0; k < k1; k++) {
            panels[to + k * PANEL] = source[from + n * stride + k];
          }
        }
      }
    }
  }

  /// Outputs from `first` on, row-major.
  private void copyRows(int first, byte[] source) {
    int count = source.length / depth;
    for (int n = 0; n < count; n++) {
      int to = offset((first + n) / PANEL) + (first + n) % PANEL;
      for (int k = 0; k < depth; k++) {
        int8Panels[to + k * PANEL] = source[n * depth + k];
      }
    }
  }

  /// Copies `B[n]` to the first [#depth()] elements of `to`.
  public void unpackRow(int n, float[] to) {
    Objects.checkIndex(n, outputs);
    int from = offset(n / PANEL) + n % PANEL;
    for (int k = 0; k < depth; k++) {
      to[k] = isInt8() ? scales[n] * int8Panels[from + k * PANEL] : panels[from + k * PANEL];
    }
  }

  /// Rows of B, the columns of the product.
  public int outputs() {
    return outputs;
  }

  /// Columns of B, the inner index of the product.
  public int depth() {
    return depth;
  }

  /// Number of panels, the last of which may be partly filled.
  public int panels() {
    return panels(outputs);
  }

  private static int panels(int outputs) {
    return (int) (((long) outputs + PANEL - 1) / PANEL);
  }

  /// How many columns of `panel` are outputs and not padding, in `[1, PANEL]`.
  public int columns(int panel) {
    return Math.min(PANEL, outputs - panel * PANEL);
  }

  /// Whether weights are stored in int8.
  boolean isInt8() {
    return scales.length > 0;
  }

  /// The packed values, where they are float32.
  float[] values() {
    return panels;
  }

  /// The packed values, where they are int8.
  byte[] int8Values() {
    return int8Panels;
  }

  /// The scales of all outputs, where values are int8.
  float[] scales() {
    return scales;
  }

  /// Where `panel` starts in [#values()] or [#int8Values()].
  int offset(int panel) {
    return panel * PANEL * depth;
  }
}
