package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.engine.format.PostingsLayout;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static Algorithm automatic(int terms, int k, int documents) {
    return Planner.choose(Algorithm.AUTOMATIC, terms, k, documents, false, PostingsLayout.HYBRID);
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
      Algorithm chosen = Planner.choose(algorithm, 35, 1_000, 200_000, false, PostingsLayout.BOTH);
      assertEquals(
          algorithm == Algorithm.AUTOMATIC ? Algorithm.STREAMING_EXHAUSTIVE : algorithm, chosen);
    }
    assertEquals(
        Algorithm.WINDOWED_HYBRID,
        Planner.choose(Algorithm.AUTOMATIC, 35, 1_000, 200_000, true, PostingsLayout.BOTH));
  }

  @Test
  void aLayoutServesWhatFindsItsPostings() {
    assertEquals(
        Algorithm.SCORE_AT_A_TIME,
        Planner.choose(
            Algorithm.AUTOMATIC, 35, 1_000, 200_000, false, PostingsLayout.IMPACT_ORDERED));
    for (Algorithm algorithm : Algorithm.values()) {
      assertTrue(algorithm.serves(PostingsLayout.BOTH));
      for (PostingsLayout layout : PostingsLayout.values()) {
        if (!algorithm.serves(layout)) {
          String message =
              assertThrows(
                      IllegalArgumentException.class,
                      () -> Planner.choose(algorithm, 1, 1, 1, false, layout))
                  .getMessage();
          assertTrue(message.contains("the layout " + layout + ","), message);
          assertTrue(message.contains("with the layout both"), message);
          assertTrue(message.endsWith("algorithm=" + algorithm), message);
        }
      }
    }
    assertFalse(Algorithm.SCORE_AT_A_TIME.serves(PostingsLayout.HYBRID));
    assertFalse(Algorithm.WAND.serves(PostingsLayout.IMPACT_ORDERED));
    assertTrue(Algorithm.EXHAUSTIVE.serves(PostingsLayout.IMPACT_ORDERED));
  }
}
