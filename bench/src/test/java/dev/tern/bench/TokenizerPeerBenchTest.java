package dev.tern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.peers.HuggingFaceTokenizer;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerPeerBenchTest {
  private static final List<String> TEXTS =
      List.of(
          "Terns breed in colonies.",
          "",
          "Sternes naumannéennes (燕鷗), l'été!",
          "[SEP] is text here; so is ##ing. \uD83D\uDC26 unbelievablenessless " + "x".repeat(101));

  /// One for all tests: the native library stays loaded, and its file with it.
  @TempDir private static Path directory;

  private final List<Row> rows = new ArrayList<>();

  @Test
  void measuresTextsAndQueries() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    run(tokenizer, new Harness.Setting(true, 1, line -> {}));
    assertEquals(
        List.of("tokenize-scifact", "query-scifact", "query-scifact-memory"),
        rows.stream().map(Row::work).toList());
    assertTrue(rows.stream().allMatch(row -> row.ratio() > 0 && row.threads() == 1));
    assertEquals(
        List.of(Unit.TOKENS_PER_SECOND, Unit.MICROSECONDS, Unit.BYTES),
        rows.stream().map(Row::unit).toList());
  }

  @Test
  void otherIdsAreRefused() {
    Tokenizer tokenizer = new WrongAnswerTest.Forgetful();
    WrongAnswerException refusal =
        assertThrows(
            WrongAnswerException.class,
            () -> run(tokenizer, new Harness.Setting(true, 1, line -> {})));
    assertTrue(refusal.getMessage().endsWith("differently: Terns breed in colonies."));
    assertEquals(List.of(), rows);
  }

  private void run(Tokenizer tokenizer, Harness.Setting setting) throws IOException {
    try (HuggingFaceTokenizer peer =
        HuggingFaceTokenizer.uncasedBert(tokenizer.vocabulary(), directory)) {
      new TokenizerPeerBench(
              tokenizer, QueryEncoder.binary(tokenizer), peer, setting, new Contest(1, 1, 0, 0))
          .run(new Corpus(List.of(), TEXTS, TEXTS), rows::add);
    }
  }
}
