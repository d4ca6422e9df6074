package dev.tern.encoder.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ColumnProductsTest {
  private final Strip strip = new Strip();
  private final PackedColumns left = new PackedColumns();
  private final PackedMatrix right = new PackedMatrix();

  @Randomized(runs = 3)
  void eachElementIsOneChain(RandomGenerator random) {
    for (int columns : new int[] {1, 2, 3, 5, 6, 7, 11, 13, 64, 97, Strip.ROWS}) {
      check(random, columns, 19, 7);
    }
    for (int outputs : new int[] {1, 15, 16, 31, 32, 33, 63, 64}) {
      check(random, 7, outputs, 12);
    }
    for (int depth : new int[] {1, 383, 384, 385, 1000}) {
      check(random, 8, 33, depth);
    }
  }

  /// Columns `[2, 2 + columns)` of A with columns `[1, 1 + outputs)` of B, from row 1 on.
  private void check(RandomGenerator random, int columns, int outputs, int depth) {
    Matrix a = Rows.random(random, depth + 2, columns + 3);
    Matrix b = Rows.random(random, depth + 1, outputs + 2);
    left.pack(a, 1, depth, 2, columns, 0.5f);
    right.packColumns(b, 1, depth, 1, outputs);
    ColumnProducts.multiply(left, right, 0, strip);
    Matrix found = new Matrix(Math.min(outputs, PackedMatrix.PANEL));
    found.resize(columns);
    strip.store(found, 0, 0, found.columns());
    float[] sums = new float[columns + 1];
    sums[1] = 3;
    left.addSums(sums, 1);
    for (int c = 0; c < columns; c++) {
      float sum = 0;
      for (int n = 0; n < found.columns(); n++) {
        float expected = 0;
        for (int k = 0; k < depth; k++) {
          float factor = a.values()[a.offset(1 + k) + 2 + c] * 0.5f;
          expected = Math.fma(factor, b.values()[b.offset(1 + k) + 1 + n], expected);
        }
        assertEquals(expected, found.values()[found.offset(c) + n], "c=" + c + " n=" + n);
      }
      for (int k = 0; k < depth; k++) {
        sum += a.values()[a.offset(1 + k) + 2 + c] * 0.5f;
      }
      assertEquals(sum + (c == 0 ? 3 : 0), sums[1 + c], "c=" + c);
    }
    assertEquals(0, sums[0]);
  }

  @Test
  void anotherDepthIsRefused() {
    Matrix m = new Matrix(3);
    m.resize(4);
    left.pack(m, 0, 4, 0, 3, 1);
    right.packColumns(m, 0, 3, 0, 3);
    assertThrows(
        IllegalArgumentException.class, () -> ColumnProducts.multiply(left, right, 0, strip));
    assertThrows(IndexOutOfBoundsException.class, () -> left.pack(m, 0, 4, 1, 3, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> left.pack(m, 1, 4, 0, 3, 1));
  }

  @Randomized(runs = 3)
  void matricesArePackedInParts(RandomGenerator random) {
    Matrix m = Rows.random(random, 70, 90);
    PackedMatrix whole = PackedMatrix.of(90, m.toArray());
    PackedMatrix parts = new PackedMatrix();
    parts.prepare(70, 90);
    parts.setOutputs(50, m, 50, 20);
    parts.setOutputs(0, m, 0, 50);
    PackedMatrix transposed = new PackedMatrix();
    transposed.prepare(90, 70);
    transposed.setDepth(33, m, 33, 37);
    transposed.setDepth(0, m, 0, 33);
    float[] expected = new float[90];
    float[] found = new float[90];
    for (int n = 0; n < 70; n++) {
      whole.unpackRow(n, expected);
      parts.unpackRow(n, found);
      assertEquals(Arrays.toString(expected), Arrays.toString(found), "n=" + n);
    }
    for (int n = 0; n < 90; n++) {
      transposed.unpackRow(n, found);
      for (int k = 0; k < 70; k++) {
        assertEquals(m.values()[m.offset(k) + n], found[k], "n=" + n + " k=" + k);
      }
    }
  }
}
