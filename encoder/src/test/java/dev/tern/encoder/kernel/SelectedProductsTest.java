package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

class SelectedProductsTest {
  /// Limits are themselves elements of the product, so that many elements equal their limit.
  @Randomized(runs = 60)
  void selectedAreThoseAboveTheLimitAndHaveTheBitsOfTheProduct(RandomGenerator random) {
    int rows = 1 + random.nextInt(70);
    int depth = 1 + random.nextInt(100);
    int outputs = 1 + random.nextInt(2 * PANEL);
    Matrix a = Rows.random(random, rows, depth);
    PackedMatrix b =
        random.nextBoolean() ? floats(random, outputs, depth) : int8(random, outputs, depth);
    RowChunks chunks = new RowChunks();
    chunks.clear(depth);
    int cut = random.nextInt(rows + 1);
    chunks.add(a, 0, cut);
    chunks.add(a, cut, rows - cut);
    assertEquals(rows, chunks.start(chunks.size()));
    SelectedProducts selected = new SelectedProducts();
    Strip strip = new Strip();
    for (int panel = 0; panel < b.panels(); panel++) {
      Matmul.multiply(a, 0, rows, 0, b, panel, strip);
      if (random.nextInt(4) == 0) {
        strip.values()[random.nextInt(rows) * PANEL] = Float.NaN; // as an unsound bound would be
      }
      float[] limits = new float[PANEL];
      for (int n = 0; n < PANEL; n++) {
        limits[n] = strip.values()[random.nextInt(rows) * PANEL + n];
      }
      selected.clear();
      for (int chunk = 0; chunk < chunks.size(); chunk++) {
        int row = chunks.start(chunk);
        int size = chunks.start(chunk + 1) - row;
        assertTrue(size >= 1 && size <= 16, "size=" + size);
        selected.select(strip, row, size, chunk, limits, b.columns(panel));
      }
      selected.multiply(chunks, b, panel);
      assertSelected(selected, chunks, strip, limits, b.columns(panel));
      Matmul.multiply(a, 0, rows, 0, b, panel, strip);
      for (int i = 0; i < selected.size(); i++) {
        float[] maximum = new float[PANEL];
        Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
        for (int row = chunks.start(selected.chunk(i));
            row < chunks.start(selected.chunk(i) + 1);
            row++) {
          int n = selected.column(i);
          maximum[n] = Math.max(maximum[n], strip.values()[row * PANEL + n]);
        }
        assertEquals(maximum[selected.column(i)], selected.maximumOf(i));
      }
    }
  }

  private static PackedMatrix floats(RandomGenerator random, int outputs, int depth) {
    return PackedMatrix.of(depth, Rows.random(random, outputs, depth).toArray());
  }

  private static PackedMatrix int8(RandomGenerator random, int outputs, int depth) {
    byte[] values = new byte[outputs * depth];
    random.nextBytes(values);
    float[] scales = Rows.random(random, 1, outputs).toArray();
    return PackedMatrix.ofInt8(depth, List.of(values), List.of(scales));
  }

  private static void assertSelected(
      SelectedProducts selected, RowChunks chunks, Strip bounds, float[] limits, int columns) {
    BitSet found = new BitSet();
    for (int i = 0; i < selected.size(); i++) {
      found.set(selected.chunk(i) * PANEL + selected.column(i));
    }
    BitSet expected = new BitSet();
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      for (int row = chunks.start(chunk); row < chunks.start(chunk + 1); row++) {
        for (int n = 0; n < columns; n++) {
          if (!(bounds.values()[row * PANEL + n] <= limits[n])) {
            expected.set(chunk * PANEL + n);
          }
        }
      }
    }
    assertEquals(expected, found);
    assertEquals(expected.cardinality(), selected.pairs());
  }
}
