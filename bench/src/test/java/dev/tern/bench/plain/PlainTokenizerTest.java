package dev.tern.bench.plain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTokenizerTest {
  private static final Tokenizer TERN = TokenizerFiles.bertBaseUncased();
  private static final PlainTokenizer PLAIN = new PlainTokenizer(TERN.vocabulary());

  @Test
  void takesTheLongestPieceFirst() {
    assertEquals(
        List.of("una", "##ffa", "##ble", "!"),
        Arrays.stream(PLAIN.encodePlain("Unaffable!")).mapToObj(TERN.vocabulary()::token).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\n",
        "Terns are slender sea-birds; most (not all) breed in colonies of >1,000 pairs.",
        "naïve café Ångström ΑΣ ΣΑΣ İstanbul straße",
        "漢字 and かな and 한국어, mixed漢字words",
        "zero\u0000width\u200bspace, soft\u00adhyphen, next\u0085line, no\u00a0break\u3000wide",
        "[CLS] is plain text [SEP]",
        "a\u0301\u0327b \ufffd \ud83d\ude00 x\u20e3",
        "pneumonoultramicroscopicsilicovolcanoconiosis $5+5=10 ~ `code` ^ | <tag>",
        "10.1016/j.cell.2009.01.042 p<0.05 TNF-α β-catenin CD4⁺ ½ ²"
      })
  void givesTheIdsOfTern(String text) {
    assertArrayEquals(TERN.encodePlain(text, Integer.MAX_VALUE), PLAIN.encodePlain(text), text);
    for (int maxTokens : new int[] {2, 3, 7, 512}) {
      assertArrayEquals(TERN.encode(text, maxTokens), PLAIN.encode(text, maxTokens), text);
    }
  }

  @Test
  void wordsOfMoreThanAHundredCharactersAreUnknown() {
    String word = "a".repeat(100);
    assertArrayEquals(TERN.encodePlain(word, 1000), PLAIN.encodePlain(word));
    int[] unknown = PLAIN.encodePlain(word + "a");
    assertEquals("[UNK]", TERN.vocabulary().token(unknown[0]));
    assertArrayEquals(TERN.encodePlain(word + "a", 1000), unknown);
  }
}
