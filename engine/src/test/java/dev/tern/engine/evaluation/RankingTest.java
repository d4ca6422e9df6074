package dev.tern.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void ordersByScoreThenByIdDescending() {
    assertEquals(
        List.of("z", "c", "b", "a"), order(new String[] {"a", "b", "z", "c"}, 1f, 1f, 2f, 1f));
    assertEquals(List.of("9", "10", "1", "010"), tied("1", "9", "010", "10"));
    assertEquals(List.of("b", "a", "B", "A"), tied("A", "a", "B", "b"));
  }

  @Test
  void ordersTiedIdsByTheirBytes() {
    // U+1F600 is above U+FF5E in UTF-8 and below it in UTF-16.
    assertEquals(
        List.of("\uD83D\uDE00", "\uFF5E", "\uE000", "\uD7FF", "e\u0301", "e"),
        tied("e", "\uFF5E", "\uD83D\uDE00", "\uD7FF", "e\u0301", "\uE000"));
    assertEquals(List.of("a\uD83D\uDE01", "a\uD83D\uDE00"), tied("a\uD83D\uDE00", "a\uD83D\uDE01"));
  }

  @Test
  void comparesScoresAsFloats() {
    assertEquals(List.of("b", "a"), order(new String[] {"a", "b"}, 16777217, 16777216));
    assertEquals(List.of("b", "a"), order(new String[] {"a", "b"}, 0f, -0f));
    assertEquals(
        List.of("c", "a", "d", "b"),
        order(
            new String[] {"a", "b", "c", "d"},
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            Float.MAX_VALUE));
  }

  @Test
  void refusesWhatIsNoRanking() {
    assertRefused("id=b", new String[] {"a", "b"}, 1f, Float.NaN);
    assertRefused("id=a", new String[] {"a", "a"}, 1f, 2f);
    assertRefused("ids=2 scores=1", new String[] {"a", "b"}, 1f);
  }

  private static void assertRefused(String expected, String[] ids, float... scores) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Ranking.of(ids, scores)).getMessage();
    assertTrue(message.endsWith(expected), message);
  }

  private static List<String> tied(String... ids) {
    return order(ids, new float[ids.length]);
  }

  private static List<String> order(String[] ids, float... scores) {
    Ranking ranking = Ranking.of(ids, scores);
    return IntStream.range(0, ranking.size()).mapToObj(ranking::id).toList();
  }
}
