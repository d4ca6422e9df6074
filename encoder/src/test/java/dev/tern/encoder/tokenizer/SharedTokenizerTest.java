package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/// Equality with the reference on real texts and on files that are not part of the module.
class SharedTokenizerTest {
  @Test
  void casedModel() throws IOException {
    Path directory = Shared.golden("tokenizer/bert-cased");
    Tokenizer asSpecial = TokenizerFiles.read(directory, Golden.AS_SPECIAL);
    Tokenizer asText = TokenizerFiles.read(directory, Golden.AS_TEXT);
    Golden.assertRows(Golden.rows(directory.resolve("tricky.jsonl.gz")), asSpecial, asText, 790);
    Golden.assertRows(Golden.rows(directory.resolve("fuzz.jsonl.gz")), asSpecial, asText, 600);
  }

  @Test
  void realTexts() throws IOException {
    Tokenizer uncased = TokenizerFiles.bertBaseUncased(Golden.AS_SPECIAL);
    Tokenizer cased = TokenizerFiles.read(Shared.golden("tokenizer/bert-cased"), Golden.AS_SPECIAL);
    List<Map<String, Object>> rows = Golden.rows(Shared.golden("tokenizer/real.jsonl.gz"));
    assertTrue(rows.size() >= 1713);
    for (Map<String, Object> row : rows) {
      String text = (String) row.get("text");
      Map<?, ?> ids = (Map<?, ?>) row.get("ids");
      int[] expected = Golden.ints(ids.get("bert-uncased"));
      assertArrayEquals(expected, uncased.encode(text, Integer.MAX_VALUE), text);
      expected = Golden.ints(ids.get("bert-cased"));
      assertArrayEquals(expected, cased.encode(text, Integer.MAX_VALUE), text);
    }
  }

  @Test
  void truncation() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased(Golden.AS_SPECIAL);
    int singles = 0;
    for (Map<String, Object> row :
        Golden.rows(Shared.golden("tokenizer/bert-uncased/truncation.jsonl.gz"))) {
      if (row.get("kind").equals("single")) {
        int maxTokens = (Integer) row.get("max_length");
        int[] ids = tokenizer.encode((String) row.get("text"), maxTokens);
        assertArrayEquals(Golden.ints(row.get("ids")), ids, row::toString);
        singles++;
      }
    }
    assertEquals(52, singles);
  }

  /// Rows are `key, text, tokens, agree`; a text may hold tabs, and `agree` is 1 throughout: the
  /// tokens, joined by spaces, are what the fast and the slow reference both say.
  @Test
  void fiftyThousandRealTexts() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    List<String> lines = Shared.lines(Shared.data("tokenizer/wordpiece_pairs.tsv.gz"));
    assertEquals(54_505, lines.size());
    for (String line : lines) {
      int textStart = line.indexOf('\t') + 1;
      int agree = line.lastIndexOf('\t') + 1;
      int tokensStart = line.lastIndexOf('\t', agree - 2) + 1;
      assertEquals("1", line.substring(agree));
      String text = line.substring(textStart, tokensStart - 1);
      StringJoiner tokens = new StringJoiner(" ");
      for (int id : tokenizer.encodePlain(text, Integer.MAX_VALUE)) {
        tokens.add(tokenizer.vocabulary().token(id));
      }
      assertEquals(line.substring(tokensStart, agree - 1), tokens.toString(), text);
    }
  }

  @Test
  void everyFormOfBertBaseUncasedGivesTheSameIds() throws IOException {
    Tokenizer bundled = TokenizerFiles.bertBaseUncased(Golden.AS_SPECIAL);
    for (Path directory :
        List.of(
            Shared.data("vocab/bert-base-uncased"),
            Shared.data("vocab/bert-base-uncased/opensearch"),
            Shared.model("all-MiniLM-L6-v2"),
            Shared.model("splade-tiny"))) {
      Tokenizer other = TokenizerFiles.read(directory, Golden.AS_SPECIAL);
      assertEquals(bundled.vocabulary().size(), other.vocabulary().size(), directory.toString());
      for (int id = 0; id < bundled.vocabulary().size(); id++) {
        assertEquals(bundled.vocabulary().token(id), other.vocabulary().token(id));
        assertEquals(bundled.isSpecial(id), other.isSpecial(id));
      }
      Golden.assertRows(Golden.rows("bert-uncased/fuzz.jsonl.gz"), other, other, 600);
    }
  }

  @Test
  void otherModelTypesAreRefusedByName() {
    for (String name : List.of("byte-bpe", "neox-bpe", "unigram", "unigram-xlmr")) {
      Path directory = Shared.golden("tokenizer/" + name);
      TokenizerFilesTest.assertRefused(
          () -> TokenizerFiles.read(directory, Golden.AS_TEXT),
          name.endsWith("bpe") ? "of type BPE" : "of type Unigram",
          "supported: WordPiece");
    }
  }
}
