package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContestTest {
  private final StringBuilder turns = new StringBuilder();

  @Test
  void allTakeTurnsAndAnotherBeginsEachRound() throws IOException {
    Map<String, Samples> times = new Contest(4, 4, 0, 0).run(contenders("a", "b", "c"));
    assertEquals("abccabbcaabc", turns.toString());
    assertEquals(List.of("a", "b", "c"), List.copyOf(times.keySet()));
    assertTrue(times.get("a").median() > 0);
  }

  @Test
  void allAreWarmedUpBefore() throws IOException {
    new Contest(1, 1, 1_000_000, 0).run(contenders("a", "b"));
    assertTrue(turns.toString().matches("a+b+ab"), turns::toString);
  }

  @Test
  void roundsEndWithTheTime() throws IOException {
    new Contest(2, 1_000, 0, 0).run(contenders("a"));
    assertEquals("aa", turns.toString());
    turns.setLength(0);
    new Contest(2, 7, 0, Long.MAX_VALUE).run(contenders("a"));
    assertEquals("aaaaaaa", turns.toString());
  }

  private Map<String, Duel.Work> contenders(String... names) {
    Map<String, Duel.Work> contenders = new LinkedHashMap<>();
    for (String name : names) {
      contenders.put(name, () -> turns.append(name));
    }
    return contenders;
  }
}
