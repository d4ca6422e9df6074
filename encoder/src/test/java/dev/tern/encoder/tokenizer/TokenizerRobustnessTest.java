package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// No text throws, hangs or leaves the vocabulary.
class TokenizerRobustnessTest {
  private static final Tokenizer AS_TEXT = TokenizerFiles.bertBaseUncased();
  private static final Tokenizer AS_SPECIAL = TokenizerFiles.bertBaseUncased(Golden.AS_SPECIAL);

  @Randomized(runs = 40)
  void randomUnitsGiveValidTokens(RandomGenerator random) {
    for (int i = 0; i < 100; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(60); left > 0; left--) {
        switch (random.nextInt(6)) {
          case 0 -> text.append((char) random.nextInt(1 << 16));
          case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
          case 2 -> text.append((char) random.nextInt(0xD7F0, 0xE010));
          case 3 -> text.append((char) random.nextInt(0x300, 0x370));
          case 4 -> text.append(random.nextBoolean() ? "[SEP]" : " [MAS");
          default -> text.append((char) random.nextInt(128));
        }
      }
      assertValid(text.toString());
    }
  }

  private static void assertValid(String text) {
    for (Tokenizer tokenizer : List.of(AS_TEXT, AS_SPECIAL)) {
      TokenizedText tokens = tokenizer.tokenize(text);
      int codePoints = text.codePointCount(0, text.length());
      assertEquals(tokens, tokenizer.tokenize(text));
      int previousEnd = 0;
      for (int i = 0; i < tokens.size(); i++) {
        assertTrue(tokens.id(i) >= 0 && tokens.id(i) < 30_522, text);
        boolean inText = tokens.start(i) >= 0 && tokens.end(i) <= codePoints;
        assertTrue(inText && tokens.start(i) < tokens.end(i), () -> tokens + " of " + text);
        // Two tokens may share the character that both were decomposed from, no more.
        assertTrue(tokens.start(i) >= previousEnd - 1, () -> tokens + " of " + text);
        previousEnd = tokens.end(i);
      }
      int[] ids = tokenizer.encodePlain(text, Integer.MAX_VALUE);
      assertArrayEquals(tokens.ids(), ids, text);
      int limit = ids.length / 2;
      assertArrayEquals(Arrays.copyOf(ids, limit), tokenizer.encodePlain(text, limit), text);
      assertEquals(limit + 2, tokenizer.encode(text, limit + 2).length, text);
    }
  }

  @Test
  void hugeLinesWithoutSpaces() {
    int length = 10_000_000;
    for (String unit :
        List.of("a", "\u0301", "\u302E", "\u4E2D", "[", "[MASK]", "-", " ", "\uD800")) {
      String text = unit.repeat(length / unit.length());
      int expected =
          switch (unit) {
            case "\u0301", " ", "\uD800" -> 0;
            case "a", "\u302E" -> 1;
            default -> length / unit.length();
          };
      int[] ids =
          assertTimeoutPreemptively(
              Duration.ofSeconds(30), () -> AS_SPECIAL.encodePlain(text, Integer.MAX_VALUE));
      assertEquals(expected, ids.length, unit);
    }
  }

  /// The limit ends the work, not only the result: 100,000 times ten million characters.
  @Test
  void aSmallLimitIsCheap() {
    String text = "word ".repeat(2_000_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 100_000; i++) {
            assertEquals(16, AS_TEXT.encode(text, 16).length);
          }
        });
  }

  @Test
  void limitsWithoutRoomAreRefused() {
    assertArrayEquals(new int[] {101, 102}, AS_TEXT.encode("text", 2));
    assertArrayEquals(new int[0], AS_TEXT.encodePlain("text", 0));
    String message =
        assertThrows(IllegalArgumentException.class, () -> AS_TEXT.encode("text", 1)).getMessage();
    assertTrue(message.endsWith("maxTokens=1 specialTokens=2"), message);
    assertThrows(IllegalArgumentException.class, () -> AS_TEXT.encodePlain("text", -1));
    assertThrows(IllegalArgumentException.class, () -> AS_TEXT.vocabulary().token(30_522));
    assertThrows(IllegalArgumentException.class, () -> AS_TEXT.vocabulary().token(-1));
  }
}
