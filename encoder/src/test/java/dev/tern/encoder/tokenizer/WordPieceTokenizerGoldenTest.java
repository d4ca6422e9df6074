package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Equality with the reference on the rows that the module contains.
class WordPieceTokenizerGoldenTest {
  @Test
  void difficultTextsWithTheSmallVocabulary() throws IOException {
    Golden.assertRows(
        Golden.rows("bert-small/tricky.jsonl.gz"),
        Golden.tokenizer("bert-small/tokenizer.json", Golden.AS_SPECIAL),
        Golden.tokenizer("bert-small/tokenizer.json", Golden.AS_TEXT),
        790);
  }

  @Test
  void difficultAndRandomTextsWithTheBundledVocabulary() throws IOException {
    Tokenizer asSpecial = TokenizerFiles.bertBaseUncased(Golden.AS_SPECIAL);
    Tokenizer asText = TokenizerFiles.bertBaseUncased();
    Golden.assertRows(Golden.rows("bert-uncased/tricky.jsonl.gz"), asSpecial, asText, 790);
    Golden.assertRows(Golden.rows("bert-uncased/fuzz.jsonl.gz"), asSpecial, asText, 600);
  }

  @Test
  void addedTokensOfEveryKind() throws IOException {
    byte[] json = smallWithAddedTokens();
    Golden.assertRows(
        Golden.rows("added-tokens/rows.jsonl.gz"),
        TokenizerFiles.readJson(new ByteArrayInputStream(json), "added", Golden.AS_SPECIAL),
        TokenizerFiles.readJson(new ByteArrayInputStream(json), "added", Golden.AS_TEXT),
        450);
  }

  @Test
  void marksAreReorderedAndKeepTheOrderOfTheirSources() throws IOException {
    Tokenizer tokenizer = Golden.tokenizer("ordering/tokenizer.json", Golden.AS_SPECIAL);
    Golden.assertRows(Golden.rows("ordering/rows.jsonl.gz"), tokenizer, tokenizer, 1500);
  }

  @Test
  void truncationKeepsTheBeginning() throws IOException {
    Tokenizer tokenizer = Golden.tokenizer("bert-small/tokenizer.json", Golden.AS_SPECIAL);
    for (Map<String, Object> row : Golden.rows("bert-small/tricky.jsonl.gz")) {
      String text = (String) row.get("text");
      int[] ids = Golden.ints(row.get("ids"));
      for (int maxTokens : new int[] {2, 3, 4, 7, ids.length - 1, ids.length, ids.length + 1}) {
        int[] expected = ids;
        if (maxTokens >= 2 && maxTokens < ids.length) {
          expected = Arrays.copyOf(ids, maxTokens);
          expected[maxTokens - 1] = ids[ids.length - 1];
        }
        int limit = Math.max(2, maxTokens);
        int[] plain = Arrays.copyOfRange(expected, 1, expected.length - 1);
        assertArrayEquals(expected, tokenizer.encode(text, limit), text);
        assertArrayEquals(plain, tokenizer.encodePlain(text, limit - 2), text);
      }
    }
  }

  @Test
  void theBundledVocabularyIsWhatItSaysItIs() {
    Tokenizer tokenizer = TokenizerFiles.bertBaseUncased();
    Vocabulary vocabulary = tokenizer.vocabulary();
    assertEquals(30_522, vocabulary.size());
    assertEquals(101, vocabulary.idOf("[CLS]"));
    assertEquals("##ing", vocabulary.token(vocabulary.idOf("##ing")));
    assertEquals(-1, vocabulary.idOf("[NONE]"));
    assertTrue(tokenizer.isSpecial(0) && tokenizer.isSpecial(102));
    assertTrue(!tokenizer.isSpecial(1) && !tokenizer.isSpecial(-1));
    assertTrue(!tokenizer.isSpecial(Integer.MAX_VALUE));
    assertArrayEquals(new int[] {101, 7592, 2088, 102}, tokenizer.encode("Hello World", 512));
  }

  private static byte[] smallWithAddedTokens() throws IOException {
    try (InputStream small = Golden.resource("bert-small/tokenizer.json");
        InputStream added = Golden.resource("added-tokens/added_tokens.json")) {
      Map<String, Object> root = JSON.std.mapFrom(small);
      List<Object> tokens = new ArrayList<>((List<?>) root.get("added_tokens"));
      tokens.addAll(JSON.std.listFrom(added));
      root.put("added_tokens", tokens);
      return JSON.std.asBytes(root);
    }
  }
}
