package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.BoundPanels.PANEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BoundPanelsTest {
  /// The excess of a column is such that the largest bound of each other chunk is a little above or
  /// a little below 0.
  @Randomized(runs = 60)
  void bitsAreThoseOfTheColumnsWithABoundAboveZero(RandomGenerator random) {
    int columns = 1 + random.nextInt(3 * PANEL);
    int elements = 1 + random.nextInt(90);
    int rows = 1 + random.nextInt(40);
    Matrix a = Rows.random(random, rows, elements);
    float[] b = Rows.random(random, columns, elements).toArray();
    float[] rests = new float[columns];
    int[] depths = new int[BoundPanels.panels(columns)];
    for (int panel = 0; panel < depths.length; panel++) {
      depths[panel] = random.nextInt(elements);
    }
    BoundPanels panels = new BoundPanels(columns, depths);
    for (int column = 0; column < columns; column++) {
      rests[column] = random.nextFloat();
      panels.set(column, b, column * elements, rests[column]);
    }
    RowChunks chunks = new RowChunks();
    chunks.clear(elements);
    chunks.add(a, 0, rows);
    int rest = random.nextInt(elements);
    int seen = 0;
    for (int panel = 0; panel < panels.size(); panel++) {
      assertEquals(depths[panel], panels.depth(panel));
      for (int chunk = 0; chunk < chunks.size(); chunk++) {
        float[] excess = new float[PANEL];
        long expected = 0;
        for (int n = 0; n < panels.columns(panel); n++) {
          int column = panel * PANEL + n;
          double largest = Double.NEGATIVE_INFINITY;
          for (int r = chunks.start(chunk); r < chunks.start(chunk + 1); r++) {
            double bound = (double) a.values()[a.offset(r) + rest] * rests[column];
            for (int k = 0; k < depths[panel]; k++) {
              bound += (double) a.values()[a.offset(r) + k] * b[column * elements + k];
            }
            largest = Math.max(largest, bound);
          }
          boolean above = random.nextBoolean();
          excess[n] = (float) (-largest + (above ? 1e-3 : -1e-3));
          expected |= above ? 1L << n : 0;
          seen++;
        }
        assertEquals(
            Long.toBinaryString(expected),
            Long.toBinaryString(panels.above(chunks, chunk, panel, rest, excess)));
      }
    }
    assertEquals(columns * chunks.size(), seen);
  }

  @Test
  void zeroIsNotBelowZeroAndInfinityIsAbove() {
    BoundPanels panels = new BoundPanels(5, new int[] {0});
    Matrix a = new Matrix(1);
    a.resize(1);
    RowChunks chunks = new RowChunks();
    chunks.clear(1);
    chunks.add(a, 0, 1);
    float[] excess = new float[PANEL];
    excess[1] = -Float.MIN_VALUE;
    excess[2] = Float.POSITIVE_INFINITY;
    excess[3] = Float.NEGATIVE_INFINITY;
    excess[4] = Float.MIN_VALUE;
    assertEquals(0b10101, panels.above(chunks, 0, 0, 0, excess));
  }

  @Test
  void programmersErrors() {
    assertThrows(IllegalArgumentException.class, () -> new BoundPanels(0, new int[0]));
    assertThrows(IllegalArgumentException.class, () -> new BoundPanels(PANEL + 1, new int[1]));
    BoundPanels panels = new BoundPanels(PANEL + 1, new int[] {1, 1});
    assertEquals(1, panels.columns(1));
    assertThrows(IndexOutOfBoundsException.class, () -> panels.set(PANEL + 1, new float[1], 0, 1));
    assertTrue(panels.columns(0) == PANEL);
  }
}
