package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The model against its definition: try every piece, longest first.
class WordPieceTest {
  private static final int MAX_CODE_POINTS = 12;

  @Randomized(runs = 200)
  void equalsTheDefinition(RandomGenerator random) throws IOException {
    String prefix = List.of("##", "", "a", "@@").get(random.nextInt(4));
    VocabularyBuilder rows = new VocabularyBuilder("random");
    rows.add("[UNK]", 0);
    rows.add("", 1);
    for (int id = 2; id < 40; id++) {
      rows.add((random.nextBoolean() ? prefix : "") + letters(random, 1, 4), id);
    }
    Vocabulary vocabulary = rows.build();
    WordPiece model = new WordPiece(vocabulary, new WordPiece.Settings(0, prefix, MAX_CODE_POINTS));
    for (int i = 0; i < 200; i++) {
      String word = letters(random, 1, MAX_CODE_POINTS + 2);
      List<String> expected = defined(word, vocabulary, prefix);
      assertEquals(expected, pieces(model, word, vocabulary), () -> prefix + " " + word);
    }
  }

  @Test
  void aWordOfOneMoreThanTheLimitIsUnknown() throws IOException {
    VocabularyBuilder rows = new VocabularyBuilder("tiny");
    rows.add("[UNK]", 0);
    rows.add("\uD835\uDD4F", 1);
    rows.add("##\uD835\uDD4F", 2);
    Vocabulary vocabulary = rows.build();
    WordPiece model = new WordPiece(vocabulary, new WordPiece.Settings(0, "##", 100));
    String most = "\uD835\uDD4F".repeat(100);
    assertEquals(100, pieces(model, most, vocabulary).size());
    assertEquals(List.of("[UNK]@0..101"), pieces(model, most + "\uD835\uDD4F", vocabulary));
  }

  private static List<String> pieces(WordPiece model, String word, Vocabulary vocabulary) {
    Word buffer = model.newWord();
    int[] codePoints = word.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      buffer.append(codePoints[i], i);
    }
    TokenSequence tokens = new TokenSequence();
    tokens.begin(Integer.MAX_VALUE, true);
    model.tokenize(buffer, tokens);
    TokenizedText text = tokens.text();
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      pieces.add(vocabulary.token(text.id(i)) + "@" + text.start(i) + ".." + text.end(i));
    }
    return pieces;
  }

  private static List<String> defined(String word, Vocabulary vocabulary, String prefix) {
    int[] codePoints = word.codePoints().toArray();
    List<String> unknown = List.of("[UNK]@0.." + codePoints.length);
    if (codePoints.length > MAX_CODE_POINTS) {
      return unknown;
    }
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start < codePoints.length) {
      int end = codePoints.length;
      String piece = "";
      for (; end > start; end--) {
        piece = (start > 0 ? prefix : "") + new String(codePoints, start, end - start);
        if (vocabulary.contains(piece)) {
          break;
        }
      }
      if (end == start) {
        return unknown;
      }
      pieces.add(vocabulary.token(vocabulary.idOf(piece)) + "@" + start + ".." + end);
      start = end;
    }
    return pieces;
  }

  private static String letters(RandomGenerator random, int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      text.appendCodePoint(List.of((int) 'a', (int) 'b', 0x1D54F).get(random.nextInt(3)));
    }
    return text.toString();
  }
}
