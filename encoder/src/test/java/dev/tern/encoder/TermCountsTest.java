package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TermCountsTest {
  @Randomized
  void countEveryToken(RandomGenerator random) {
    int[] tokens = random.ints(random.nextInt(200), 0, 30).toArray();
    int[] before = tokens.clone();
    Map<Integer, Integer> expected = new TreeMap<>();
    for (int token : tokens) {
      expected.merge(token, 1, Integer::sum);
    }
    TermCounts counts = TermCounts.of(tokens);
    assertEquals(tokens.length, counts.length());
    SparseVector vector = counts.weigh((term, count) -> count);
    Map<Integer, Integer> actual = new TreeMap<>();
    for (int i = 0; i < vector.size(); i++) {
      actual.put(vector.id(i), (int) vector.weight(i));
    }
    assertEquals(expected, actual);
    // Whatever weighs nothing has no entry, and the caller's array is as it was.
    assertTrue(counts.weigh((_, _) -> 0).isEmpty());
    assertEquals(
        (int) expected.keySet().stream().filter(term -> term % 2 == 0).count(),
        counts.weigh((term, _) -> term % 2 == 0 ? 1 : -1).size());
    assertArrayEquals(before, tokens);
  }

  @Test
  void anEmptyTextHasNone() {
    TermCounts counts = TermCounts.of(new int[0]);
    assertEquals(0, counts.length());
    assertTrue(counts.weigh((_, count) -> count).isEmpty());
  }
}
