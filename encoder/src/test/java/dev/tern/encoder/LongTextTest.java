package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LongTextTest {
  private static final int MAX_TOKENS = 24;
  private static final int ROOM = MAX_TOKENS - 2;
  private static final int OVERLAP = 6;

  private Path model;
  private String longest;

  @BeforeEach
  void findModel() throws IOException {
    model = Golden.resource("encoder/router-tiny/model");
    String words =
        String.join(" ", GoldenVectors.read(model.getParent()).texts("documents"))
            .replaceAll("[^A-Za-z]+", " ")
            .strip();
    longest = String.join(" ", Collections.nCopies(40, words));
  }

  private SparseEncoder load(LongText longText, Pruning pruning, Batching batching)
      throws IOException {
    return SparseEncoder.load(
        model,
        SparseOptions.DEFAULT
            .withMaxTokens(MAX_TOKENS)
            .withLongText(longText)
            .withPruning(pruning)
            .withBatching(batching));
  }

  @Test
  void theVectorOfALongTextIsTheMaximumOverItsWindowsByHand() throws IOException {
    for (int overlap : new int[] {0, OVERLAP}) {
      try (SparseEncoder windows =
              load(new LongText.Windows(overlap), new Pruning.None(), Batching.of(2));
          SparseEncoder cut = load(new LongText.Truncate(), new Pruning.None(), Batching.of(2))) {
        int tokens = windows.tokenizer().encodePlain(longest, Integer.MAX_VALUE).length;
        assertTrue(tokens > 10_000, "tokens=" + tokens);
        List<String> pieces = pieces(windows, Arrays.asList(longest.split(" ")), overlap);
        assertTrue(pieces.size() > tokens / ROOM, "pieces=" + pieces.size());
        Map<Integer, Float> expected = new TreeMap<>();
        for (String piece : pieces) {
          SparseVector vector = cut.encode(piece);
          for (int i = 0; i < vector.size(); i++) {
            expected.merge(vector.id(i), vector.weight(i), Math::max);
          }
        }
        for (SparseVector actual :
            List.of(windows.encode(longest), windows.encodeAll(List.of(longest)).getFirst())) {
          Map<Integer, Float> entries = new TreeMap<>();
          for (int i = 0; i < actual.size(); i++) {
            entries.put(actual.id(i), actual.weight(i));
          }
          assertEquals(expected, entries);
        }
        assertNotEquals(windows.encode(longest), cut.encode(longest));
      }
    }
  }

  /// Whole words, as many as fit, beginning with as many of the window before as the overlap and
  /// the next word allow.
  private static List<String> pieces(SparseEncoder encoder, List<String> words, int overlap) {
    int[] sizes =
        words.stream()
            .mapToInt(word -> encoder.tokenizer().encodePlain(word, 1000).length)
            .toArray();
    List<String> pieces = new ArrayList<>();
    int first = 0;
    while (true) {
      int end = first;
      int tokens = 0;
      while (end < sizes.length && tokens + sizes[end] <= ROOM) {
        tokens += sizes[end++];
      }
      pieces.add(String.join(" ", words.subList(first, end)));
      if (end == sizes.length) {
        return pieces;
      }
      int common = 0;
      first = end;
      while (common + sizes[first - 1] <= overlap
          && common + sizes[first - 1] + sizes[end] <= ROOM) {
        common += sizes[--first];
      }
    }
  }

  @Test
  void everyBatchingGivesTheSameBits() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int length = 0; length < 4000; length = length * 3 / 2 + 20) {
      texts.add(longest.substring(0, length));
      texts.add("river");
    }
    LongText windows = new LongText.Windows(OVERLAP);
    Pruning pruning = Pruning.parse("top_k:30");
    List<SparseVector> expected;
    try (SparseEncoder encoder = load(windows, pruning, Batching.of(1))) {
      expected = texts.stream().map(encoder::encode).toList();
      assertTrue(expected.stream().allMatch(vector -> vector.size() <= 30));
    }
    for (Batching batching :
        List.of(
            new Batching(1, 1, 1),
            new Batching(2, 50, 3),
            new Batching(3, 333, 1000),
            new Batching(4, 10_000, 7))) {
      try (SparseEncoder encoder = load(windows, pruning, batching)) {
        assertEquals(expected, encoder.encodeAll(texts), batching.toString());
      }
    }
  }

  @Test
  void aTextThatFitsHasTheVectorOfTruncation() throws IOException {
    try (SparseEncoder windows = load(new LongText.Windows(), new Pruning.None(), Batching.of(1));
        SparseEncoder cut = load(new LongText.Truncate(), new Pruning.None(), Batching.of(1))) {
      for (String text : List.of("", "river", "The river that ran through the old town.")) {
        assertEquals(cut.encode(text), windows.encode(text));
      }
      assertTrue(windows.encode(longest).size() > cut.encode(longest).size());
    }
  }

  @Test
  void siameseQueriesAreReadAsDocumentsAre() throws IOException {
    try (SparseEncoder windows = load(new LongText.Windows(), new Pruning.TopK(3), Batching.of(1));
        SparseEncoder unpruned = load(new LongText.Windows(), new Pruning.None(), Batching.of(1));
        QueryEncoder queries = QueryEncoder.siamese(windows)) {
      assertEquals(unpruned.encode(longest), queries.encode(longest));
      // Pruned after the maximum and not before.
      assertEquals(new Pruning.TopK(3).apply(unpruned.encode(longest)), windows.encode(longest));
    }
  }

  @Test
  void namesAreReadAndWritten() {
    for (LongText longText :
        List.of(new LongText.Truncate(), new LongText.Windows(0), new LongText.Windows(500))) {
      assertEquals(longText, LongText.parse(longText.toString()));
    }
    assertEquals(new LongText.Windows(LongText.Windows.OVERLAP), LongText.parse("windows"));
    for (String wrong :
        List.of(
            "",
            "window",
            "windows:",
            "windows:-1",
            "windows:x",
            "truncate:3",
            "windows:9999999999")) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> LongText.parse(wrong));
      assertTrue(refusal.getMessage().endsWith("longText=" + wrong), refusal.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new LongText.Windows(-1));
  }

  @Test
  void windowsWithoutRoomAreRefusedWhenTheModelIsLoaded() {
    SparseOptions options =
        SparseOptions.DEFAULT.withMaxTokens(2).withLongText(new LongText.Windows());
    assertThrows(IllegalArgumentException.class, () -> SparseEncoder.load(model, options));
  }
}
