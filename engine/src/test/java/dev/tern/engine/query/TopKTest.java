package dev.tern.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

class TopKTest {
  private record Scored(int docId, int score) {}

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingInt(Scored::score).reversed().thenComparingInt(Scored::docId);

  private final TopK top = new TopK();

  @Randomized(runs = 300)
  void keepsWhatSortingWouldPutFirst(RandomGenerator random) {
    for (int search = 0; search < 4; search++) {
      int count = random.nextInt(random.nextInt(8) == 0 ? 20_000 : 100);
      int k = 1 + random.nextInt(random.nextBoolean() ? count + 3 : 20);
      int least = 1 + random.nextInt(4);
      int highest = random.nextBoolean() ? 8 : 1 << random.nextInt(1, 31);
      List<Scored> offered = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        offered.add(new Scored(Integer.MAX_VALUE - 2 - i, 1 + random.nextInt(highest)));
      }
      boolean ascending = random.nextBoolean();
      if (ascending) {
        Collections.reverse(offered);
      } else {
        Collections.shuffle(offered, Random.from(random));
      }
      List<Scored> expected =
          offered.stream()
              .filter(document -> document.score() >= least)
              .sorted(BEST_FIRST)
              .limit(k)
              .toList();
      top.start(k, least, highest);
      long before = 0;
      for (Scored document : offered) {
        assertTrue(top.openBar() >= before && top.bar() >= top.openBar());
        before = top.openBar();
        // What is below the bar need not be offered.
        if (document.score() >= (ascending ? top.bar() : top.openBar()) || random.nextBoolean()) {
          top.offer(document.docId(), document.score());
        }
      }
      assertTrue(expected.size() < k || top.openBar() <= expected.getLast().score());
      int found = top.finish();
      List<Scored> actual =
          IntStream.range(0, found).mapToObj(i -> new Scored(top.docId(i), top.score(i))).toList();
      assertEquals(expected, actual, () -> "k=" + k + " least=" + least + " " + offered);
    }
  }
}
