package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowTest {
  @Test
  void theRatioIsAboveOneWhereTernIsBetter() {
    assertEquals(4, row(Unit.TOKENS_PER_SECOND, 8, 2).ratio());
    assertEquals(4, row(Unit.MICROSECONDS, 2, 8).ratio());
    assertEquals(0.5, row(Unit.POSTINGS_PER_SECOND, 2, 4).ratio());
  }

  @Test
  void theSpreadIsThatOfTheWorseSide() {
    Samples steady = Samples.of(5, 5, 5);
    Samples unsteady = Samples.of(1, 5, 9);
    assertEquals(0.4, new Row("", 1, Unit.MICROSECONDS, steady, unsteady, "").spread(), 1e-12);
    assertEquals(0.4, new Row("", 1, Unit.MICROSECONDS, unsteady, steady, "").spread(), 1e-12);
  }

  @Test
  void aTargetHoldsFromTheRatioOn() {
    Row row = row(Unit.TOKENS_PER_SECOND, 8, 2);
    assertTrue(row.holds());
    assertTrue(row.withTarget(4).holds());
    assertFalse(row.withTarget(4.01).holds());
  }

  private static Row row(Unit unit, double tern, double peer) {
    return new Row("work", 1, unit, Samples.of(tern), Samples.of(peer), "peer");
  }
}
