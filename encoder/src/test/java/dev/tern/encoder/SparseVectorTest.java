package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SparseVectorTest {
  @Test
  void dotProductRunsOverCommonIds() {
    SparseVector left = SparseVector.of(new int[] {1, 4, 9}, new float[] {1f, 2f, 3f});
    SparseVector right = SparseVector.of(new int[] {0, 4, 9, 11}, new float[] {5f, .5f, 2f, 7f});
    assertEquals(7.0, left.dot(right));
    assertEquals(7.0, right.dot(left));
    assertEquals(0.0, left.dot(SparseVector.empty()));
    assertEquals(2f, left.weightOf(4));
    assertEquals(0f, left.weightOf(5));
  }

  @Test
  void theMaximumHasTheLargerWeightOfEachId() {
    SparseVector left = SparseVector.of(new int[] {1, 4, 9}, new float[] {1f, 2f, 3f});
    SparseVector right =
        SparseVector.of(new int[] {0, 4, 9, Integer.MAX_VALUE}, new float[] {5f, .5f, 4f, 7f});
    SparseVector expected =
        SparseVector.of(
            new int[] {0, 1, 4, 9, Integer.MAX_VALUE}, new float[] {5f, 1f, 2f, 4f, 7f});
    assertEquals(expected, left.maximum(right));
    assertEquals(expected, right.maximum(left));
    assertEquals(left, left.maximum(left));
    assertEquals(left, left.maximum(SparseVector.empty()));
    assertEquals(right, SparseVector.empty().maximum(right));
    assertEquals(SparseVector.empty(), SparseVector.empty().maximum(SparseVector.empty()));
  }

  @Test
  void theSumAddsTheWeightsOfEachIdAndStaysFinite() {
    SparseVector left = SparseVector.of(new int[] {1, 4}, new float[] {1f, Float.MAX_VALUE});
    SparseVector right = SparseVector.of(new int[] {1, 4, 7}, new float[] {.5f, 1e38f, 7f});
    SparseVector expected =
        SparseVector.of(new int[] {1, 4, 7}, new float[] {1.5f, Float.MAX_VALUE, 7f});
    assertEquals(expected, left.plus(right));
    assertEquals(expected, right.plus(left));
    assertEquals(left, left.plus(SparseVector.empty()));
  }

  @Test
  void refusesWhatIsNotASparseVector() {
    assertRefused("ids=1 weights=2", new int[] {1}, new float[] {1, 2});
    assertRefused("position=1 id=3", new int[] {3, 3}, new float[] {1, 1});
    assertRefused("position=0 id=-1", new int[] {-1}, new float[] {1});
    assertRefused("id=3 weight=0.0", new int[] {3}, new float[] {0});
    assertRefused("weight=NaN", new int[] {3}, new float[] {Float.NaN});
    assertRefused("weight=Infinity", new int[] {3}, new float[] {Float.POSITIVE_INFINITY});
  }

  private static void assertRefused(String expected, int[] ids, float[] weights) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SparseVector.of(ids, weights))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }
}
