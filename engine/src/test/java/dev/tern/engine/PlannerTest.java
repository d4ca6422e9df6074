package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlannerTest {
  private static Algorithm automatic(int terms, int k, int documents) {
    return Planner.choose(Algorithm.AUTOMATIC, terms, k, documents, false);
  }

  @Test
  void blocksAreOnlyLeftOutWhereMostHaveNoHit() {
    assertEquals(Algorithm.WINDOWED_HYBRID, automatic(35, 10, 200_000));
    assertEquals(Algorithm.WINDOWED_HYBRID, automatic(6, 1_000, 200_000));
    assertEquals(Algorithm.STREAMING_EXHAUSTIVE, automatic(35, 1_000, 200_000));
    assertEquals(Algorithm.STREAMING_EXHAUSTIVE, automatic(6, 5_000, 200_000));
    assertEquals(Algorithm.WINDOWED_HYBRID, automatic(35, 1_000, 1_000_000));
    int most = Integer.MAX_VALUE;
    assertEquals(Algorithm.STREAMING_EXHAUSTIVE, automatic(most, most, most));
    assertEquals(Algorithm.STREAMING_EXHAUSTIVE, automatic(0, 1, 0));
  }

  @Test
  void theCallerMayInsistAndABudgetIsKept() {
    for (Algorithm algorithm : Algorithm.values()) {
      Algorithm chosen = Planner.choose(algorithm, 35, 1_000, 200_000, false);
      assertEquals(
          algorithm == Algorithm.AUTOMATIC ? Algorithm.STREAMING_EXHAUSTIVE : algorithm, chosen);
    }
    assertEquals(
        Algorithm.WINDOWED_HYBRID, Planner.choose(Algorithm.AUTOMATIC, 35, 1_000, 200_000, true));
  }
}
