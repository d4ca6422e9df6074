package dev.tern.encoder.kernel;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SelectedProductsTest {
  @Randomized(runs = 60)
  void maximaHaveTheBitsOfTheProduct(RandomGenerator random) {
    int rows = 1 + random.nextInt(70);
    int depth = 1 + random.nextInt(100);
    int outputs = 1 + random.nextInt(150);
    Matrix a = Rows.random(random, rows, depth);
    float[] b = Rows.random(random, outputs, depth).toArray();
    RowChunks chunks = new RowChunks();
    chunks.clear(depth);
    int cut = random.nextInt(rows + 1);
    chunks.add(a, 0, cut);
    chunks.add(a, cut, rows - cut);
    assertEquals(rows, chunks.start(chunks.size()));
    SelectedProducts selected = new SelectedProducts();
    selected.clear(chunks.size());
    List<List<Integer>> expected = new ArrayList<>();
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      expected.add(select(random, selected, chunk, outputs));
    }
    Strip strip = new Strip();
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      selected.multiply(chunks, chunk, b);
      assertEquals(expected.get(chunk).size(), selected.size(chunk));
      for (int i = 0; i < selected.size(chunk); i++) {
        int column = expected.get(chunk).get(i);
        assertEquals(column, selected.column(chunk, i));
        int start = chunks.start(chunk);
        int size = chunks.start(chunk + 1) - start;
        assertTrue(size >= 1 && size <= RowChunks.ROWS, "size=" + size);
        PackedMatrix packed = PackedMatrix.of(depth, b);
        Matmul.multiply(a, start, size, 0, packed, column / PANEL, strip);
        float maximum = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < size; row++) {
          maximum = Math.max(maximum, strip.values()[row * PANEL + column % PANEL]);
        }
        assertEquals(maximum, selected.maximumOf(i));
      }
      selected.clearChunk(chunk);
      assertEquals(0, selected.size(chunk));
    }
  }

  private static List<Integer> select(
      RandomGenerator random, SelectedProducts selected, int chunk, int outputs) {
    List<Integer> columns = new ArrayList<>();
    for (int first = 0; first < outputs; first += Long.SIZE) {
      long bits = 0;
      for (int i = random.nextInt(12); i > 0; i--) {
        bits |= 1L << random.nextInt(Long.SIZE);
      }
      if (outputs - first < Long.SIZE) {
        bits &= -1L >>> (Long.SIZE - (outputs - first));
      }
      selected.select(chunk, first, bits);
      for (int n = 0; n < Long.SIZE; n++) {
        if ((bits >>> n & 1) == 1) {
          columns.add(first + n);
        }
      }
    }
    return columns;
  }

  @Test
  void zerosOfBothSignsAndInfinitiesAreOrdered() {
    Matrix a = new Matrix(1);
    a.resize(3);
    float[][] rows = {
      {-0f, 0f, -1f},
      {-2f, -0f, -1f},
      {-3f, -1f, -2f},
      {-1f, Float.POSITIVE_INFINITY, 2f},
      {Float.NEGATIVE_INFINITY, -1e38f, Float.NEGATIVE_INFINITY},
      {Float.MIN_VALUE, 1e-40f, -Float.MIN_VALUE}
    };
    float[] expected = {0f, 0f, -1f, Float.POSITIVE_INFINITY, -1e38f, 1e-40f};
    SelectedProducts selected = new SelectedProducts();
    RowChunks chunks = new RowChunks();
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, a.values(), 0, 3);
      chunks.clear(1);
      chunks.add(a, 0, 3);
      selected.clear(1);
      selected.select(0, 0, 1);
      selected.multiply(chunks, 0, new float[] {1});
      assertEquals(expected[i], selected.maximumOf(0), "case " + i);
    }
  }

  @Test
  void aChunkHasRoomForSomePanels() {
    SelectedProducts selected = new SelectedProducts();
    selected.clear(2);
    int panels = 0;
    for (; selected.hasRoom(1); panels++) {
      selected.select(1, panels * Long.SIZE, -1L);
    }
    assertTrue(panels >= 2, "panels=" + panels);
    assertTrue(selected.hasRoom(0));
    assertFalse(selected.hasRoom(1));
    assertEquals(panels * Long.SIZE, selected.size(1));
    assertEquals(panels * Long.SIZE - 1, selected.column(1, panels * Long.SIZE - 1));
    selected.clear(2);
    assertEquals(0, selected.size(1));
  }
}
