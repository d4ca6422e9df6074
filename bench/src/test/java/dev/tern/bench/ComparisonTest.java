package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final List<long[]> HITS =
      List.of(
          new long[] {5L << 32 | 1, 5L << 32 | 2, 3L << 32},
          new long[] {},
          new long[] {1L << 32 | 9});

  /// Returns lists that are known beforehand.
  private record Fixed(String name, List<long[]> hits) implements Contender {
    @Override
    public Object search(int query, int k) {
      return Arrays.copyOf(hits.get(query), Math.min(k, hits.get(query).length));
    }

    @Override
    public long[] hits(Object found) {
      return (long[]) found;
    }
  }

  @Test
  void equalListsHaveAFingerprint() throws IOException {
    Fixed tern = new Fixed("tern", HITS);
    long whole = Comparison.fingerprint("work", List.of(tern, tern), 3, 10);
    assertEquals(whole, Comparison.fingerprint("work", List.of(tern), 3, 10));
    assertNotEquals(whole, Comparison.fingerprint("work", List.of(tern), 2, 10));
    assertNotEquals(whole, Comparison.fingerprint("work", List.of(tern), 3, 2));
  }

  @Test
  void differencesAreCountedAndTheFirstIsTold() {
    Fixed peer = new Fixed("peer", HITS);
    Fixed wrong =
        new Fixed(
            "wrong",
            List.of(
                new long[] {5L << 32 | 1, 5L << 32 | 3, 3L << 32},
                new long[] {},
                new long[] {1L << 32 | 9, 1L << 32 | 10}));
    WrongAnswerException refusal =
        assertThrows(
            WrongAnswerException.class,
            () -> Comparison.fingerprint("work", List.of(wrong, peer), 3, 10));
    assertEquals(
        "work k=10: 2 lists of hits are not those of peer; the first: wrong has document 3 with"
            + " score 5 at place 1 for query 0, where document 2 with score 5 was expected",
        refusal.getMessage());
    Fixed empty = new Fixed("empty", List.of(new long[] {}));
    refusal =
        assertThrows(
            WrongAnswerException.class,
            () -> Comparison.fingerprint("work", List.of(empty, peer), 1, 10));
    assertEquals(
        "work k=10: 1 lists of hits are not those of peer; the first: empty has nothing at place 0"
            + " for query 0, where document 1 with score 5 was expected",
        refusal.getMessage());
  }
}
