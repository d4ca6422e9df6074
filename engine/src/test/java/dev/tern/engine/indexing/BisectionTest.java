package dev.tern.engine.indexing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BisectionTest {
  @Randomized(runs = 30)
  void selectionFindsWhatSortingFinds(RandomGenerator random) {
    int size = 1 + random.nextInt(200);
    int levels = 1 + random.nextInt(random.nextBoolean() ? 3 : 1000);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(levels) - levels / 2f;
    }
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int k = random.nextInt(size);
    assertEquals(sorted[size - 1 - k], Selection.descending(values, k));
    Arrays.sort(values);
    assertArrayEquals(sorted, values);
  }

  @Randomized(runs = 30)
  void postingsAreSortedByDocument(RandomGenerator random) {
    int documents = 1 + random.nextInt(400);
    int count = 1 + random.nextInt(random.nextBoolean() ? documents : Math.min(documents, 10));
    int[] docIds = random.ints(0, documents).distinct().limit(count).toArray();
    byte[] impacts = new byte[count];
    byte[] byDocument = new byte[documents];
    for (int i = 0; i < count; i++) {
      impacts[i] = (byte) (1 + random.nextInt(255));
      byDocument[docIds[i]] = impacts[i];
    }
    int[] expected = Arrays.stream(docIds).sorted().toArray();
    PostingsOrder order = new PostingsOrder(documents);
    for (int again = 0; again < 2; again++) {
      order.sort(docIds, impacts, count);
      assertArrayEquals(expected, docIds);
      for (int i = 0; i < count; i++) {
        assertEquals(byDocument[docIds[i]], impacts[i]);
      }
    }
  }

  /// The terms with the greatest impacts are kept, whatever their order.
  @Randomized(runs = 20)
  void theGreatestImpactsAreKept(RandomGenerator random) {
    TopTerms top = new TopTerms(2);
    int size = random.nextInt(100);
    int[] impacts = new int[size];
    for (int term = 0; term < size; term++) {
      impacts[term] = 1 + (term * 37 + random.nextInt(2) * 100) % 255;
      top.add(1, term, impacts[term]);
    }
    top.add(0, TopTerms.TERMS, 255); // has no number that fits
    int least =
        Arrays.stream(impacts)
            .sorted()
            .skip(Math.max(0, size - TopTerms.MOST))
            .findFirst()
            .orElse(0);
    int[] kept = top.toTerms(size).of(1);
    assertEquals(Math.min(size, TopTerms.MOST), Arrays.stream(kept).distinct().count());
    assertTrue(Arrays.stream(kept).allMatch(term -> impacts[term] >= least));
  }

  /// Documents of 16 topics in any order: topics end up in few runs.
  @Test
  void similarDocumentsBecomeNeighbours() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
    int topics = 16;
    int documents = 64 * topics;
    int[] topic = random.ints(documents, 0, topics).toArray();
    TopTerms top = new TopTerms(documents);
    for (int document = 0; document < documents; document++) {
      for (int i = 0; i < 6; i++) {
        top.add(document, topic[document] * 10 + random.nextInt(10), 9);
      }
      top.add(document, 1000 + document % 7, 9);
    }
    double[] last = {0};
    int[] order =
        Bisection.order(
            top.toTerms(1007),
            share -> {
              assertTrue(share >= last[0] && share <= 1);
              last[0] = share;
            });
    assertArrayEquals(
        IntStream.range(0, documents).toArray(), Arrays.stream(order).sorted().toArray());
    int changes = 0;
    for (int i = 1; i < documents; i++) {
      changes += topic[order[i]] == topic[order[i - 1]] ? 0 : 1;
    }
    assertTrue(changes < documents / 4, "changes=" + changes);
  }
}
