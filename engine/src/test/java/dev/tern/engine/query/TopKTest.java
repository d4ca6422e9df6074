package dev.tern.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

class TopKTest {
  private static final Comparator<ScoredDocument> BEST_FIRST =
      Comparator.comparingInt(ScoredDocument::score)
          .reversed()
          .thenComparingInt(ScoredDocument::docId);

  @Randomized(runs = 200)
  void keepsWhatSortingWouldPutFirst(RandomGenerator random) {
    int count = random.nextInt(100);
    int k = 1 + random.nextInt(count + 3);
    int least = 1 + random.nextInt(4);
    int highest = random.nextBoolean() ? 8 : Integer.MAX_VALUE;
    List<ScoredDocument> offered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offered.add(new ScoredDocument(Integer.MAX_VALUE - 2 - i, 1 + random.nextInt(highest)));
    }
    List<ScoredDocument> expected =
        offered.stream()
            .filter(document -> document.score() >= least)
            .sorted(BEST_FIRST)
            .limit(k)
            .toList();
    Collections.shuffle(offered, Random.from(random));
    TopK top = new TopK(k, least);
    offered.forEach(document -> top.offer(document.docId(), document.score()));
    assertEquals(expected, top.best(), () -> "k=" + k + " least=" + least + " " + offered);
    long bar = expected.size() < k ? least : expected.getLast().score() + 1L;
    assertEquals(bar, top.bar());
  }
}
