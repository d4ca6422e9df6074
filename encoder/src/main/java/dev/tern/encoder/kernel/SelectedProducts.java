package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.RowChunks.ROWS;
import static dev.tern.encoder.kernel.Simd.FLOATS;
import static dev.tern.encoder.kernel.Simd.LANES;

import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The maxima of a product over the rows of a chunk, for the columns selected for that chunk.
///
/// Each element is the chain of fused multiply-adds that [Matmul] computes, so that it has the same
/// bits. Columns are collected over many panels, so that a chunk has enough of them to be taken
/// [#TAKEN] at a time: per `k` one vector of rows and as many broadcasts feed as many accumulators,
/// which is what hides the latency of a multiply-add. The last ones are filled up by repeating one,
/// which changes no maximum.
public final class SelectedProducts {
  /// Columns that are multiplied at a time.
  private static final int TAKEN = 8;

  /// Columns that a chunk has room for.
  private static final int CAPACITY = 256;

  private int[] sizes = {}; // [chunks]
  private int[] columns = {}; // [chunks x CAPACITY]
  private final float[] maxima = new float[CAPACITY];
  private final float[] products = new float[TAKEN * ROWS];

  /// Selects nothing for all of so many chunks.
  public void clear(int chunks) {
    if (chunks > sizes.length) {
      sizes = new int[chunks];
      columns = new int[Math.multiplyExact(chunks, CAPACITY)];
    }
    Arrays.fill(sizes, 0, chunks, 0);
  }

  /// Whether a chunk has room for the columns of another panel.
  public boolean hasRoom(int chunk) {
    return sizes[chunk] + Long.SIZE <= CAPACITY;
  }

  /// Selects columns for a chunk that [has room][#hasRoom] for them.
  ///
  /// @param selected a bit for each column from `first` on
  public void select(int chunk, int first, long selected) {
    int to = chunk * CAPACITY + sizes[chunk];
    for (long left = selected; left != 0; left &= left - 1) {
      columns[to++] = first + Long.numberOfTrailingZeros(left);
    }
    sizes[chunk] += Long.bitCount(selected);
  }

  /// Computes the maxima of the columns selected for a chunk.
  ///
  /// @param b row-major, its rows being the columns of the product; [columns x a.depth()]
  public void multiply(RowChunks a, int chunk, float[] b) {
    Objects.checkIndex(chunk, a.size());
    int size = sizes[chunk];
    int from = chunk * CAPACITY;
    for (int i = size; i % TAKEN != 0; i++) {
      columns[from + i] = columns[from + size - 1];
    }
    for (int i = 0; i < size; i += TAKEN) {
      for (int part = 0; part < ROWS; part += LANES) {
        multiply(a.values(), a.offset(chunk) + part, a.depth(), b, from + i, part);
      }
      maximum(i);
    }
  }

  private void multiply(float[] a, int a0, int depth, float[] b, int column, int part) {
    int b0 = columns[column] * depth;
    int b1 = columns[column + 1] * depth;
    int b2 = columns[column + 2] * depth;
    int b3 = columns[column + 3] * depth;
    int b4 = columns[column + 4] * depth;
    int b5 = columns[column + 5] * depth;
    int b6 = columns[column + 6] * depth;
    int b7 = columns[column + 7] * depth;
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
      c0 = x.fma(FloatVector.broadcast(FLOATS, b[b0 + k]), c0);
      c1 = x.fma(FloatVector.broadcast(FLOATS, b[b1 + k]), c1);
      c2 = x.fma(FloatVector.broadcast(FLOATS, b[b2 + k]), c2);
      c3 = x.fma(FloatVector.broadcast(FLOATS, b[b3 + k]), c3);
      c4 = x.fma(FloatVector.broadcast(FLOATS, b[b4 + k]), c4);
      c5 = x.fma(FloatVector.broadcast(FLOATS, b[b5 + k]), c5);
      c6 = x.fma(FloatVector.broadcast(FLOATS, b[b6 + k]), c6);
      c7 = x.fma(FloatVector.broadcast(FLOATS, b[b7 + k]), c7);
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
    for (int i = 0; i < TAKEN; i++) {
      IntVector max = ordered(i * ROWS);
      for (int part = LANES; part < ROWS; part += LANES) {
        max = max.max(ordered(i * ROWS + part));
      }
      int bits = max.reduceLanes(VectorOperators.MAX);
      maxima[slot + i] = Float.intBitsToFloat(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
    }
  }

  /// Whole numbers in the order of the products.
  private IntVector ordered(int from) {
    IntVector bits = FloatVector.fromArray(FLOATS, products, from).reinterpretAsInts();
    return bits.lanewise(
        VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(Integer.MAX_VALUE));
  }

  /// Forgets the columns selected for a chunk.
  public void clearChunk(int chunk) {
    sizes[chunk] = 0;
  }

  /// Number of columns selected for a chunk.
  public int size(int chunk) {
    return sizes[chunk];
  }

  /// The i-th of them.
  public int column(int chunk, int i) {
    return columns[chunk * CAPACITY + i];
  }

  /// The maximum of the i-th column of the chunk that was multiplied last, NaN if an element is.
  public float maximumOf(int i) {
    return maxima[i];
  }
}
