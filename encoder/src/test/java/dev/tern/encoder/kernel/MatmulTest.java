package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MatmulTest {
  private static final int[] DEPTHS = {1, 2, 31, 32, 64, 383, 384, 385, 768, 1536};

  @Test
  void everyElementIsOneChainOfFusedMultiplyAdds() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int depth : DEPTHS) {
      for (int rows : new int[] {1, 2, 3, 5, 6, 7, 11, 12, 13}) {
        check(random, rows, 2 * Simd.LANES + 1, depth);
      }
    }
    for (int outputs = 1; outputs <= 2 * PANEL + 1; outputs++) {
      check(random, 9, outputs, 33);
    }
    for (int rows = 1; rows <= 2 * Strip.ROWS + 1; rows++) {
      check(random, rows, PANEL, 3);
    }
  }

  @Randomized
  void blocksOfALargerMatrixAreMultiplied(RandomGenerator random) {
    Matrix m = random(random, 1 + random.nextInt(60), 2 + random.nextInt(70));
    int row = random.nextInt(m.rows());
    int rows = 1 + random.nextInt(m.rows() - row);
    int column = random.nextInt(m.columns() - 1);
    int depth = 1 + random.nextInt(m.columns() - column);

    PackedMatrix keys = new PackedMatrix();
    keys.packRows(random(random, 90, 80), 0, 90, 0, 80); // what was there before must not show
    keys.packRows(m, row, rows, column, depth);
    Matrix scores = multiply(m, row, rows, column, keys);
    for (int q = 0; q < rows; q++) {
      for (int n = 0; n < rows; n++) {
        float expected = 0;
        for (int k = 0; k < depth; k++) {
          expected = Math.fma(at(m, row + q, column + k), at(m, row + n, column + k), expected);
        }
        assertEquals(expected, at(scores, q, n), "q=" + q + " n=" + n);
      }
    }

    PackedMatrix values = new PackedMatrix();
    values.packRows(random(random, 90, 80), 0, 90, 0, 80);
    values.packColumns(m, row, rows, column, depth);
    Matrix context = multiply(scores, 0, rows, 0, values);
    for (int q = 0; q < rows; q++) {
      for (int n = 0; n < depth; n++) {
        float expected = 0;
        for (int k = 0; k < rows; k++) {
          expected = Math.fma(at(scores, q, k), at(m, row + k, column + n), expected);
        }
        assertEquals(expected, at(context, q, n), "q=" + q + " n=" + n);
      }
    }
  }

  @Test
  void weightsThatShareTheirInputAreStacked() {
    float[] first = {1, 2, 3, 4};
    float[] second = {5, 6};
    Matrix x = new Matrix(2);
    x.resize(1);
    x.values()[0] = 10;
    x.values()[1] = 1;
    Matrix y = multiply(x, 0, 1, 0, PackedMatrix.of(2, first, second));
    assertEquals(3, y.columns());
    assertEquals(12, at(y, 0, 0));
    assertEquals(34, at(y, 0, 1));
    assertEquals(56, at(y, 0, 2));
  }

  /// Weights in int8 give what the float32 weights give that they stand for.
  @Test
  void int8WeightsHaveTheBitsOfTheFloatsTheyMean() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int depth : DEPTHS) {
      for (int rows : new int[] {1, 2, 3, 4, 5, 6, 7, 11, 15, 16, 17, 18, 31}) {
        checkInt8(random, rows, 2 * Simd.LANES + 1, depth);
      }
    }
    for (int outputs = 1; outputs <= 2 * PANEL + 1; outputs++) {
      checkInt8(random, 3, outputs, 33);
      checkInt8(random, 40, outputs, 33);
    }
  }

  private static void checkInt8(RandomGenerator random, int rows, int outputs, int depth) {
    Matrix a = random(random, rows, depth);
    byte[] q = new byte[outputs * depth];
    random.nextBytes(q);
    float[] scales = random(random, 1, outputs).toArray();
    float[] w = new float[q.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = scales[i / depth] * q[i];
    }
    int first = random.nextInt(outputs);
    PackedMatrix packed =
        first == 0
            ? PackedMatrix.ofInt8(depth, List.of(q), List.of(scales))
            : PackedMatrix.ofInt8(
                depth,
                List.of(
                    Arrays.copyOf(q, first * depth),
                    Arrays.copyOfRange(q, first * depth, q.length)),
                List.of(Arrays.copyOf(scales, first), Arrays.copyOfRange(scales, first, outputs)));
    String where = rows + " x " + outputs + " x " + depth;
    Matrix product = multiply(a, 0, rows, 0, packed);
    for (int r = 0; r < rows; r++) {
      for (int n = 0; n < outputs; n++) {
        float chain = 0;
        double exact = 0;
        double magnitude = 0;
        for (int k = 0; k < depth; k++) {
          chain = Math.fma(at(a, r, k), w[n * depth + k], chain);
          double term = (double) at(a, r, k) * scales[n] * q[n * depth + k];
          exact += term;
          magnitude += Math.abs(term);
        }
        assertEquals(chain, at(product, r, n), where);
        assertEquals(exact, chain, (depth + 1) * magnitude * 0x1p-24, where);
      }
    }
    float[] row = new float[depth];
    packed.unpackRow(outputs - 1, row);
    assertArrayEquals(Arrays.copyOfRange(w, (outputs - 1) * depth, w.length), row);
  }

  @Test
  void rowsThatComeAFewAtATimeArePackedLikeAllAtOnce() {
    int depth = 35;
    int outputs = 2 * PackedMatrix.PANEL + 9;
    float[] weight = new float[outputs * depth];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i;
    }
    PackedMatrix.Builder builder = new PackedMatrix.Builder(outputs, depth);
    for (int row = 0, count = 1; row < outputs; row += count, count = row % 5 + 1) {
      count = Math.min(count, outputs - row);
      builder.add(Arrays.copyOfRange(weight, row * depth, (row + count) * depth), count);
    }
    PackedMatrix packed = builder.build();
    assertArrayEquals(PackedMatrix.of(depth, weight).values(), packed.values());
    float[] row = new float[depth];
    packed.unpackRow(outputs - 1, row);
    assertArrayEquals(Arrays.copyOfRange(weight, weight.length - depth, weight.length), row);
    assertThrows(IndexOutOfBoundsException.class, () -> builder.add(row, 1));
    assertThrows(IllegalStateException.class, new PackedMatrix.Builder(2, 3)::build);
    assertThrows(IllegalArgumentException.class, () -> new PackedMatrix.Builder(1 << 17, 1 << 17));
  }

  @Test
  void rowsAreCutEvenlyIntoWholeTiles() {
    assertEquals(0, Strip.next(0));
    assertEquals(1, Strip.next(1));
    assertEquals(96, Strip.next(96));
    assertEquals(54, Strip.next(97));
    assertEquals(72, Strip.next(200));
    for (int rows = 1; rows < 1000; rows++) {
      assertEquals(true, Strip.next(rows) >= 1 && Strip.next(rows) <= Math.min(rows, Strip.ROWS));
    }
  }

  @Test
  void rangesOutsideAMatrixAreRefused() {
    Matrix x = new Matrix(4);
    x.resize(3);
    PackedMatrix w = PackedMatrix.of(4, new float[8]);
    Strip strip = new Strip();
    assertThrows(IndexOutOfBoundsException.class, () -> Matmul.multiply(x, 2, 2, 0, w, 0, strip));
    assertThrows(IndexOutOfBoundsException.class, () -> Matmul.multiply(x, 0, 1, 1, w, 0, strip));
    assertThrows(IndexOutOfBoundsException.class, () -> Matmul.multiply(x, 0, 1, 0, w, 1, strip));
    Matmul.multiply(x, 0, 3, 0, w, 0, strip);
    assertThrows(IndexOutOfBoundsException.class, () -> strip.store(x, 1, 0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> strip.addTo(x, 0, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> PackedMatrix.of(3, new float[8]));
    List<byte[]> bytes = List.of(new byte[8]);
    List<float[]> scales = List.of(new float[3]);
    assertThrows(IllegalArgumentException.class, () -> PackedMatrix.ofInt8(4, bytes, scales));
    assertThrows(IllegalArgumentException.class, () -> x.resize(Integer.MAX_VALUE));
  }

  /// Compares with the scalar chain bit by bit, and with a sum in double precision.
  private static void check(RandomGenerator random, int rows, int outputs, int depth) {
    Matrix a = random(random, rows, depth);
    Matrix w = random(random, outputs, depth);
    Matrix product = multiply(a, 0, rows, 0, PackedMatrix.of(depth, w.toArray()));
    for (int r = 0; r < rows; r++) {
      for (int n = 0; n < outputs; n++) {
        float chain = 0;
        double exact = 0;
        double magnitude = 0;
        for (int k = 0; k < depth; k++) {
          chain = Math.fma(at(a, r, k), at(w, n, k), chain);
          double term = (double) at(a, r, k) * at(w, n, k);
          exact += term;
          magnitude += Math.abs(term);
        }
        String where = "r=" + r + " n=" + n + " of " + rows + " x " + outputs + " x " + depth;
        assertEquals(chain, at(product, r, n), where);
        assertEquals(exact, chain, depth * magnitude * 0x1p-24, where);
      }
    }
  }

  private static Matrix multiply(Matrix a, int row, int rows, int column, PackedMatrix w) {
    Matrix product = new Matrix(w.outputs());
    product.resize(rows);
    Strip strip = new Strip();
    for (int done = 0, count; done < rows; done += count) {
      count = Strip.next(rows - done);
      for (int panel = 0; panel < w.panels(); panel++) {
        Matmul.multiply(a, row + done, count, column, w, panel, strip);
        strip.store(product, done, panel * PANEL, w.columns(panel));
      }
    }
    return product;
  }

  private static float at(Matrix m, int row, int column) {
    return m.values()[m.offset(row) + column];
  }

  private static Matrix random(RandomGenerator random, int rows, int columns) {
    return Rows.random(random, rows, columns);
  }
}
