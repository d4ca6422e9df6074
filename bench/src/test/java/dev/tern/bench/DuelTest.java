package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DuelTest {
  @Test
  void bothSidesTakeTurns() throws IOException {
    StringBuilder turns = new StringBuilder();
    Row row =
        new Duel("work", 3, Unit.POSTINGS_PER_SECOND, "peer")
            .fight(
                new Duel.Rounds(3, 0),
                new Duel.Side(10, () -> turns.append('t'), () -> turns.append('-')),
                new Duel.Side(10, () -> turns.append('p')));
    assertEquals("t-pt-pt-p", turns.toString());
    assertEquals("work", row.work());
    assertEquals(3, row.threads());
    assertEquals("peer", row.peerName());
  }

  @Test
  void ratesAreAmountsBySeconds() throws IOException {
    long amount = 1_000_000;
    Duel.Side side =
        new Duel.Side(
            amount,
            () -> {
              long end = System.nanoTime() + 20_000_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              return end;
            });
    Row row =
        new Duel("work", 1, Unit.POSTINGS_PER_SECOND, "peer")
            .fight(new Duel.Rounds(1, 0), side, side);
    double most = amount / 0.02;
    assertTrue(row.tern().median() <= most, () -> "" + row.tern().median());
    assertTrue(row.tern().median() > most / 100, () -> "" + row.tern().median());
  }

  @Test
  void bothAreWarmedUpBefore() throws IOException {
    StringBuilder turns = new StringBuilder();
    new Duel("work", 1, Unit.POSTINGS_PER_SECOND, "peer")
        .fight(
            new Duel.Rounds(2, 1_000_000),
            new Duel.Side(1, () -> turns.append('t')),
            new Duel.Side(1, () -> turns.append('p')));
    assertTrue(turns.toString().matches("t+p+tptp"), turns::toString);
  }
}
