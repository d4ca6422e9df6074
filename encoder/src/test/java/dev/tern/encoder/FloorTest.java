package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.LexicalFloor.Combination;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "the river and the city",
          "[SEP] [CLS] river \u0e01",
          "!!! ??? ---",
          "Fluss und Stadt, réseau, город",
          "the river runs through a small city and the sea is near ".repeat(30));

  @TempDir private Path directory;

  @BeforeEach
  void copyModel() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory);
  }

  private List<SparseVector> vectors(SparseOptions options) throws IOException {
    try (SparseEncoder encoder = SparseEncoder.load(directory, options)) {
      List<SparseVector> vectors = encoder.encodeAll(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        assertEquals(vectors.get(i), encoder.encode(TEXTS.get(i)));
      }
      return vectors;
    }
  }

  @Test
  void weightsAreAsDefined() throws IOException {
    for (Combination combination : Combination.values()) {
      LexicalFloor rule = new LexicalFloor(combination, 1.5f, 0.7f, 0.3f, 20);
      for (SparseOptions options :
          List.of(
              SparseOptions.DEFAULT.withMaxTokens(12).withPruning(new Pruning.TopK(9)),
              SparseOptions.DEFAULT.withMaxTokens(12).withLongText(new LongText.Windows(3)))) {
        new RetrievalConfig(Optional.empty(), 0, Optional.empty(), Reading.ONCE).write(directory);
        List<SparseVector> model = vectors(options);
        new RetrievalConfig(Optional.of(rule), 0, Optional.empty(), Reading.ONCE).write(directory);
        assertEquals(model, vectors(options.withFloor(false)));
        List<SparseVector> floored = vectors(options);
        for (int i = 0; i < TEXTS.size(); i++) {
          assertFloor(rule, TEXTS.get(i), model.get(i), floored.get(i));
        }
      }
    }
  }

  private void assertFloor(LexicalFloor rule, String text, SparseVector model, SparseVector actual)
      throws IOException {
    Map<Integer, Integer> counts = new HashMap<>();
    int[] tokens;
    Tokenizer tokenizer;
    try (SparseEncoder encoder = SparseEncoder.load(directory)) {
      tokenizer = encoder.tokenizer();
      tokens = tokenizer.encodePlain(text, Integer.MAX_VALUE);
      assertEquals(Optional.of(rule), encoder.floor());
    }
    for (int token : tokens) {
      counts.merge(token, 1, Integer::sum);
    }
    counts.keySet().removeIf(tokenizer::isSpecial);
    TreeSet<Integer> ids = new TreeSet<>(counts.keySet());
    for (int id : model.ids()) {
      ids.add(id);
    }
    assertEquals(ids.size(), actual.size());
    for (int id : ids) {
      double tf = counts.getOrDefault(id, 0);
      double words = 1.5 * tf / (tf + 0.7 * (1 - 0.3 + 0.3 * tokens.length / 20));
      double expected =
          rule.combination() == Combination.SUM
              ? model.weightOf(id) + words
              : Math.max(model.weightOf(id), words);
      assertEquals(expected, actual.weightOf(id), 1e-5, text + " " + id);
    }
  }

  @Test
  void queriesHaveNoFloor() throws IOException {
    new RetrievalConfig(Optional.of(LexicalFloor.DEFAULT), 0, Optional.empty(), Reading.ONCE)
        .write(directory);
    try (QueryEncoder queries = QueryEncoder.load(directory);
        SparseEncoder documents = SparseEncoder.load(directory);
        QueryEncoder siamese = QueryEncoder.siamese(documents);
        SparseEncoder bare =
            SparseEncoder.load(directory, SparseOptions.DEFAULT.withFloor(false))) {
      SparseVector query = queries.encode("the river");
      assertEquals(bare.encode("the river"), query);
      assertEquals(query, siamese.encode("the river"));
      assertFalse(query.equals(documents.encode("the river")));
      assertTrue(bare.floor().isEmpty());
    }
  }

  @Test
  void constantsOutsideTheirRangesAreRefused() {
    for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> floor(wrong, 1, 0.5f, 1));
      assertThrows(IllegalArgumentException.class, () -> floor(1, wrong, 0.5f, 1));
      assertThrows(IllegalArgumentException.class, () -> floor(1, 1, wrong, 1));
      assertThrows(IllegalArgumentException.class, () -> floor(1, 1, 0.5f, wrong));
    }
    assertEquals(1, floor(1, 0, 0, 1).weight(3, 3));
  }

  private static LexicalFloor floor(float beta, float k1, float b, float averageLength) {
    return new LexicalFloor(Combination.SUM, beta, k1, b, averageLength);
  }
}
