package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void quantilesLieBetweenNeighbours() {
    Samples samples = Samples.of(40, 10, 30, 20);
    assertEquals(10, samples.quantile(0));
    assertEquals(17.5, samples.quantile(0.25));
    assertEquals(25, samples.median());
    assertEquals(39.7, samples.quantile(0.99), 1e-12);
    assertEquals(40, samples.quantile(1));
  }

  @Test
  void spreadIsThatOfTheMiddleHalf() {
    // q1 = 17.5, q3 = 32.5
    assertEquals(15 / 50.0, Samples.of(10, 20, 30, 40).spread(), 1e-12);
    assertEquals(0, Samples.of(7).spread());
    assertEquals(0, Samples.of(1, 5, 5, 5, 100).spread());
  }

  @Test
  void aChangeMayTurnTheOrder() {
    Samples rates = Samples.of(1, 2, 4).map(seconds -> 8 / seconds);
    assertEquals(2, rates.quantile(0));
    assertEquals(4, rates.median());
    assertEquals(8, rates.quantile(1));
  }

  @Test
  void whatIsNoMeasurementIsRefused() {
    assertThrows(IllegalArgumentException.class, Samples::of);
    for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> Samples.of(1, value), () -> "" + value);
    }
  }
}
