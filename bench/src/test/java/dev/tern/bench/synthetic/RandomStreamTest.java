package dev.tern.bench.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int DRAWS = 400_000;

  @Test
  void normalsHaveMean0AndVariance1() {
    RandomStream random = new RandomStream(3, 0);
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = random.normal();
      sum += value;
      squares += value * value;
      beyondTwo += Math.abs(value) > 2 ? 1 : 0;
    }
    assertEquals(0, sum / DRAWS, 0.01);
    assertEquals(1, squares / DRAWS, 0.01);
    assertEquals(0.0455, (double) beyondTwo / DRAWS, 0.002);
  }

  @Test
  void boundsAreKept() {
    RandomStream random = new RandomStream(4, 1);
    int[] counts = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      counts[random.below(10)]++;
      double uniform = random.uniform();
      assertTrue(uniform >= 0 && uniform < 1);
    }
    for (int count : counts) {
      assertEquals(0.1, (double) count / DRAWS, 0.005);
    }
  }

  @Test
  void streamsOfASeedDiffer() {
    assertNotEquals(new RandomStream(1, 2).next(), new RandomStream(1, 3).next());
    assertNotEquals(new RandomStream(1, 2).next(), new RandomStream(2, 1).next());
    assertEquals(new RandomStream(1, 2).next(), new RandomStream(1, 2).next());
  }

  @Test
  void placesAreDrawnAsOftenAsZipfSays() {
    AliasTable table = AliasTable.zipf(5, 1, 2);
    double[] weights = {1, 1 / 4.0, 1 / 9.0, 1 / 16.0, 1 / 25.0};
    double sum = 1 + 1 / 4.0 + 1 / 9.0 + 1 / 16.0 + 1 / 25.0;
    RandomStream random = new RandomStream(5, 0);
    int[] counts = new int[5];
    for (int i = 0; i < DRAWS; i++) {
      counts[table.draw(random)]++;
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(weights[i] / sum, (double) counts[i] / DRAWS, 0.004, "place " + i);
    }
  }
}
