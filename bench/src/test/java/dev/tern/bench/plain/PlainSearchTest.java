package dev.tern.bench.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.bench.plain.PlainInversion.Posting;
import dev.tern.bench.plain.PlainSearch.Answer;
import dev.tern.encoder.SparseVector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Worked by hand; that Tern finds the same is what the harness itself looks after.
class PlainSearchTest {
  private static final List<SparseVector> DOCUMENTS =
      List.of(
          SparseVector.of(new int[] {3, 8}, new float[] {2.55f, 1f}),
          SparseVector.empty(),
          SparseVector.of(new int[] {3, 5}, new float[] {0.5f, 0.004f}),
          SparseVector.of(new int[] {3}, new float[] {0.5f}));

  @Test
  void invertsInOrderAndDropsWhatIsBelowHalfAStep() {
    PlainInversion inversion = PlainInversion.of(DOCUMENTS);
    assertEquals(0.01f, inversion.step());
    assertEquals(
        new TreeMap<>(
            Map.of(
                3, List.of(new Posting(0, 255), new Posting(2, 50), new Posting(3, 50)),
                8, List.of(new Posting(0, 100)))),
        inversion.lists());
    assertEquals(4, inversion.postings());
  }

  @Test
  void sortsByScoreAndThenByDocument() {
    PlainSearch search = PlainSearch.of(DOCUMENTS, 0.01f);
    // The term 5 has no posting and 9 no document, so that 2 is the greatest weight that counts.
    SparseVector query = SparseVector.of(new int[] {3, 5, 8, 9}, new float[] {1f, 7f, 2f, 100f});
    int half = 2048;
    assertEquals(
        List.of(
            new Answer(0, 255 * half + 100 * 4095),
            new Answer(2, 50 * half),
            new Answer(3, 50 * half)),
        search.search(query, 10));
    assertEquals(List.of(0, 2), documents(search.search(query, 2)));
  }

  @Test
  void withoutAKnownTermNothingIsFound() {
    PlainSearch search = PlainSearch.of(DOCUMENTS, 0.01f);
    assertEquals(List.of(), search.search(SparseVector.empty(), 10));
    assertEquals(List.of(), search.search(SparseVector.of(new int[] {5}, new float[] {1}), 10));
  }

  private static List<Integer> documents(List<Answer> answers) {
    return answers.stream().map(Answer::document).toList();
  }
}
