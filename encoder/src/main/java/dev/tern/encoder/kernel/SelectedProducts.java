package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static dev.tern.encoder.kernel.RowChunks.ROWS;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The maxima of a product over the rows of a chunk, for selected pairs of a column of one panel
/// and a chunk of rows.
///
/// Each element is the chain of fused multiply-adds that [Matmul] computes, so that it has the same
/// bits. The columns of a chunk are taken by [#QUAD], two such quads at a time: per `k` two vectors
/// of rows and eight broadcasts feed eight accumulators, which is what hides the latency of a
/// multiply-add. Columns that fill up a quad repeat one, which changes no maximum. Four pairs of
/// columns instead of two quads need fewer repetitions, but the additional loads cost more: with
/// 2.7 columns selected of a panel on average, the whole head took 1.02 of the time.
public final class SelectedProducts {
  private static final int QUAD = 4;
  private static final int SLOTS = 2 * QUAD;

  private int size; // slots in use
  private long pairs;
  private int[] columns = {}; // [slots], in the panel
  private int[] chunks = {}; // [slots]
  private float[] maxima = {}; // [slots]
  private float[] converted = {}; // of a panel in int8
  private final float[] products = new float[SLOTS * ROWS];

  /// Forgets all pairs.
  public void clear() {
    size = 0;
    pairs = 0;
  }

  /// Selects `chunk` with each column that has an element which is not known to be at most its
  /// limit; an element that is NaN, or a limit, selects.
  ///
  /// @param strip whose rows `[row, row + rows)` are those of the chunk
  /// @param limits for each column of the panel
  /// @param columns of the panel that exist
  public void select(Strip strip, int row, int rows, int chunk, float[] limits, int columns) {
    Objects.checkFromIndexSize(row, rows, strip.rows());
    long above = ~atMost(strip.values(), row * PANEL, (row + rows) * PANEL, limits);
    above &= -1L >>> (Long.SIZE - columns);
    if (above == 0) {
      return;
    }
    pairs += Long.bitCount(above);
    reserve(PANEL + SLOTS);
    int last = 0;
    for (; above != 0; above &= above - 1) {
      last = Long.numberOfTrailingZeros(above);
      add(chunk, last);
    }
    while (size % QUAD != 0) {
      add(chunk, last);
    }
  }

  /// A bit for each column, set where all elements are at most the limit.
  private static long atMost(float[] values, int from, int to, float[] limits) {
    FloatVector t0 = FloatVector.fromArray(FLOATS, limits, 0);
    FloatVector t1 = FloatVector.fromArray(FLOATS, limits, LANES);
    FloatVector t2 = FloatVector.fromArray(FLOATS, limits, 2 * LANES);
    FloatVector t3 = FloatVector.fromArray(FLOATS, limits, 3 * LANES);
    VectorMask<Float> m0 = FLOATS.maskAll(true);
    VectorMask<Float> m1 = m0;
    VectorMask<Float> m2 = m0;
    VectorMask<Float> m3 = m0;
    for (int at = from; at < to; at += PANEL) {
      m0 = m0.and(FloatVector.fromArray(FLOATS, values, at).compare(VectorOperators.LE, t0));
      m1 =
          m1.and(FloatVector.fromArray(FLOATS, values, at + LANES).compare(VectorOperators.LE, t1));
      m2 =
          m2.and(
              FloatVector.fromArray(FLOATS, values, at + 2 * LANES)
                  .compare(VectorOperators.LE, t2));
      m3 =
          m3.and(
              FloatVector.fromArray(FLOATS, values, at + 3 * LANES)
                  .compare(VectorOperators.LE, t3));
    }
    return m0.toLong()
        | (m1.toLong() << LANES)
        | (m2.toLong() << (2 * LANES))
        | (m3.toLong() << (3 * LANES));
  }

  private void reserve(int more) {
    if (size + more > columns.length) {
      int length = Math.max(size + more, 2 * columns.length);
      columns = Arrays.copyOf(columns, length);
      chunks = Arrays.copyOf(chunks, length);
      maxima = Arrays.copyOf(maxima, length);
    }
  }

  private void add(int chunk, int column) {
    columns[size] = column;
    chunks[size++] = chunk;
  }

  /// Computes the maxima of all selected pairs.
  public void multiply(RowChunks a, PackedMatrix b, int panel) {
    if (a.depth() != b.depth()) {
      throw new IllegalArgumentException(
          "a product needs one depth: rows=" + a.depth() + " columns=" + b.depth());
    }
    Objects.checkIndex(panel, b.panels());
    if (size % SLOTS != 0) {
      for (int i = 0; i < QUAD; i++) {
        add(chunks[size - QUAD], columns[size - QUAD]);
      }
    }
    float[] values = b.isInt8() ? converted(b, panel) : b.values();
    int from = b.isInt8() ? 0 : b.offset(panel);
    for (int i = 0; i < size; i += SLOTS) {
      int a0 = a.offset(chunks[i]);
      int a1 = a.offset(chunks[i + QUAD]);
      for (int part = 0; part < ROWS; part += LANES) {
        multiply(a.values(), a0 + part, a1 + part, values, from, b.depth(), i, part);
      }
      maximum(i);
    }
  }

  /// All of a panel, since its columns are read for many chunks.
  private float[] converted(PackedMatrix b, int panel) {
    int length = b.depth() * PANEL;
    if (converted.length < length) {
      converted = new float[length];
    }
    Int8Tiles.convert(
        b.int8Values(), b.offset(panel), b.scales(), panel * PANEL, b.depth(), converted);
    return converted;
  }

  /// Two quads of columns with a vector of rows each.
  private void multiply(
      float[] a, int a0, int a1, float[] b, int from, int depth, int slot, int part) {
    int b0 = from + columns[slot];
    int b1 = from + columns[slot + 1];
    int b2 = from + columns[slot + 2];
    int b3 = from + columns[slot + 3];
    int b4 = from + columns[slot + 4];
    int b5 = from + columns[slot + 5];
    int b6 = from + columns[slot + 6];
    int b7 = from + columns[slot + 7];
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + k * ROWS);
      c0 = x.fma(FloatVector.broadcast(FLOATS, b[b0 + k * PANEL]), c0);
      c1 = x.fma(FloatVector.broadcast(FLOATS, b[b1 + k * PANEL]), c1);
      c2 = x.fma(FloatVector.broadcast(FLOATS, b[b2 + k * PANEL]), c2);
      c3 = x.fma(FloatVector.broadcast(FLOATS, b[b3 + k * PANEL]), c3);
      FloatVector y = FloatVector.fromArray(FLOATS, a, a1 + k * ROWS);
      c4 = y.fma(FloatVector.broadcast(FLOATS, b[b4 + k * PANEL]), c4);
      c5 = y.fma(FloatVector.broadcast(FLOATS, b[b5 + k * PANEL]), c5);
      c6 = y.fma(FloatVector.broadcast(FLOATS, b[b6 + k * PANEL]), c6);
      c7 = y.fma(FloatVector.broadcast(FLOATS, b[b7 + k * PANEL]), c7);
    }
    c0.intoArray(products, part);
    c1.intoArray(products, ROWS + part);
    c2.intoArray(products, 2 * ROWS + part);
    c3.intoArray(products, 3 * ROWS + part);
    c4.intoArray(products, 4 * ROWS + part);
    c5.intoArray(products, 5 * ROWS + part);
    c6.intoArray(products, 6 * ROWS + part);
    c7.intoArray(products, 7 * ROWS + part);
  }

  private void maximum(int slot) {
    for (int i = 0; i < SLOTS; i++) {
      FloatVector max = FloatVector.fromArray(FLOATS, products, i * ROWS);
      for (int part = LANES; part < ROWS; part += LANES) {
        max = max.max(FloatVector.fromArray(FLOATS, products, i * ROWS + part));
      }
      maxima[slot + i] = max.reduceLanes(VectorOperators.MAX);
    }
  }

  /// Number of pairs selected since [#clear], none counted twice.
  public long pairs() {
    return pairs;
  }

  /// Number of entries; a pair may have several.
  public int size() {
    return size;
  }

  /// The column of entry `i`, in `[0, PANEL)`.
  public int column(int i) {
    return columns[i];
  }

  /// The chunk of entry `i`.
  public int chunk(int i) {
    return chunks[i];
  }

  /// The maximum of entry `i`, NaN if an element is; valid after [#multiply].
  public float maximumOf(int i) {
    return maxima[i];
  }
}
