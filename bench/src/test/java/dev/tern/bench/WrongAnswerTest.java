package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.plain.PlainSearch;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.TokenizedText;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No part reports a speed if the answers differ.
class WrongAnswerTest {
  private static final Duel.Rounds ONCE = new Duel.Rounds(1, 0);
  private static final EngineSearchBench.Effort LEAST =
      new EngineSearchBench.Effort(1, 0.001, 0.001);
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<SparseVector> VECTORS =
      List.of(vector(1, 2f, 5, 1f), vector(1, 1f, 7, 2f), vector(5, 0.5f, 9, 1f));
  private static final List<SparseVector> OTHERS =
      List.of(vector(1, 2f, 5, 1f), vector(1, 1.5f, 7, 2f), vector(5, 0.5f, 9, 1f));

  @TempDir private Path directory;

  @Test
  void ofTheTokenizer() {
    WrongAnswerException refusal =
        assertThrows(
            WrongAnswerException.class,
            () -> new TokenizerBench(new Forgetful(), List.of("", "one two")).run(ONCE));
    assertTrue(refusal.getMessage().endsWith(": one two"), refusal::getMessage);
  }

  @Test
  void ofTheEncoder() {
    List<String> texts = List.of("first", "second", "third");
    List<SparseVector> twice = new ArrayList<>(VECTORS);
    twice.addAll(VECTORS);
    assertDoesNotThrow(() -> EncodeBench.compare(texts, twice, VECTORS));
    twice.set(4, OTHERS.get(1));
    WrongAnswerException refusal =
        assertThrows(WrongAnswerException.class, () -> EncodeBench.compare(texts, twice, VECTORS));
    assertTrue(refusal.getMessage().endsWith(": second"), refusal::getMessage);
    assertThrows(
        WrongAnswerException.class,
        () -> EncodeBench.compare(texts, VECTORS.subList(0, 1), List.of(SparseVector.empty())));
  }

  @Test
  void ofTheIndex() throws IOException {
    new IndexBench(KEYS, VECTORS).write(directory.resolve("index"));
    try (SparseIndex index = SparseIndex.open(directory.resolve("index"))) {
      assertThrows(
          WrongAnswerException.class,
          () -> new IndexBench(KEYS, OTHERS).run(index, directory, ONCE));
      List<SparseVector> shorter = List.of(VECTORS.get(0), VECTORS.get(1), SparseVector.empty());
      assertThrows(
          WrongAnswerException.class,
          () -> new IndexBench(KEYS, shorter).run(index, directory, ONCE));
    }
  }

  @Test
  void ofTheSearch() throws IOException {
    new IndexBench(KEYS, VECTORS).write(directory.resolve("index"));
    try (SparseIndex index = SparseIndex.open(directory.resolve("index"))) {
      PlainSearch other = PlainSearch.of(OTHERS, index.statistics().step());
      List<Row> rows = new ArrayList<>();
      assertThrows(
          WrongAnswerException.class,
          () ->
              new SearchBench(index, other, LEAST)
                  .run("some", List.of(vector(1, 1f, 7, 1f)), rows::add));
      assertTrue(rows.isEmpty());
    }
  }

  private static SparseVector vector(int id, float weight, int otherId, float otherWeight) {
    return SparseVector.of(new int[] {id, otherId}, new float[] {weight, otherWeight});
  }

  /// A tokenizer that leaves out the last token.
  static final class Forgetful implements Tokenizer {
    private final Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();

    @Override
    public Vocabulary vocabulary() {
      return tokenizer.vocabulary();
    }

    @Override
    public boolean isSpecial(int id) {
      return tokenizer.isSpecial(id);
    }

    @Override
    public int[] encode(String text, int maxTokens) {
      return tokenizer.encode(text, maxTokens);
    }

    @Override
    public int encode(String text, int[] ids) {
      return tokenizer.encode(text, ids);
    }

    @Override
    public List<int[]> encodeWindows(String text, int maxTokens, int overlap) {
      return tokenizer.encodeWindows(text, maxTokens, overlap);
    }

    @Override
    public int[] encodePlain(String text, int maxTokens) {
      int tokens = tokenizer.encodePlain(text, maxTokens).length;
      return tokenizer.encodePlain(text, Math.max(0, tokens - 1));
    }

    @Override
    public TokenizedText tokenize(String text) {
      return tokenizer.tokenize(text);
    }
  }
}
