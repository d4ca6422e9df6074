package dev.tern.encoder.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.testing.Randomized;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WordWindowsTest {
  private static final Tokenizer TOKENIZER = TokenizerFiles.bertBaseUncased();
  private static final int CLS = 101;
  private static final int SEP = 102;

  private record Range(int start, int end) {}

  @Randomized(runs = 300)
  void windowsAreThoseOfTheDefinition(RandomGenerator random) {
    int room = 1 + random.nextInt(12);
    int overlap = random.nextInt(10);
    int longestWord = 1 + random.nextInt(20);
    BitSet starts = new BitSet();
    int size = 0;
    for (int words = random.nextInt(40); words > 0; words--) {
      starts.set(size);
      size += 1 + random.nextInt(longestWord);
    }
    WordWindows cut = new WordWindows(starts, size, room, overlap);
    List<Range> windows = new ArrayList<>();
    for (int start = 0, end; ; start = cut.next(end)) {
      end = cut.end(start);
      windows.add(new Range(start, end));
      if (end == size) {
        break;
      }
    }
    String what = starts + " n=" + size + " room=" + room + " overlap=" + overlap + windows;
    assertEquals(plain(starts, size, room, Math.min(overlap, room / 2)), windows, what);
    assertTrue(windows.size() < 4.0 * size / room + 2, what);
    for (int i = 0; i < windows.size(); i++) {
      Range window = windows.get(i);
      assertTrue(window.end - window.start <= room, what);
      if (i > 0) {
        Range before = windows.get(i - 1);
        assertTrue(window.start > before.start && window.end > before.end, what);
        assertTrue(window.start <= before.end && before.end - window.start <= overlap, what);
        // Only a word that no window holds is cut.
        int wordStart = starts.previousSetBit(window.start);
        int following = starts.nextSetBit(window.start + 1);
        int wordEnd = following < 0 ? size : following;
        assertTrue(window.start == wordStart || wordEnd - wordStart > room, what);
      }
    }
  }

  /// The same, looking at every position.
  private static List<Range> plain(BitSet starts, int size, int room, int overlap) {
    List<Range> windows = new ArrayList<>();
    int a = 0;
    while (true) {
      int b = size;
      if (size - a > room) {
        b = a + room;
        for (int p = a + 1; p <= a + room; p++) {
          b = starts.get(p) ? p : b;
        }
        if (!starts.get(b)) {
          b = a + room;
        }
      }
      windows.add(new Range(a, b));
      if (b == size) {
        return windows;
      }
      a = b;
      for (int p = b; p >= 0 && starts.get(b); p--) {
        int e = b + 1;
        while (e < size && !starts.get(e)) {
          e++;
        }
        if (starts.get(p) && p >= b - overlap && p >= e - room) {
          a = p;
        }
      }
    }
  }

  @Test
  void aTextThatFitsIsOneWindow() {
    String text = "The tern, a sea bird [SEP].";
    int tokens = TOKENIZER.encode(text, 512).length;
    for (int maxTokens : new int[] {tokens, tokens + 1, 512}) {
      List<int[]> windows = TOKENIZER.encodeWindows(text, maxTokens, 4);
      assertEquals(1, windows.size());
      assertArrayEquals(TOKENIZER.encode(text, 512), windows.getFirst());
    }
    assertArrayEquals(new int[] {CLS, SEP}, TOKENIZER.encodeWindows("", 3, 4).getFirst());
    assertEquals(2, TOKENIZER.encodeWindows(text, tokens - 1, 0).size());
  }

  @Test
  void aVeryLongTextIsAllThereWordByWord() {
    // Three words of 3, 1 and 2 tokens: five fit a window of 10, the sixth is left for the next.
    String text = "tokenizers are unaffable, ".repeat(400_000);
    int[] all = TOKENIZER.encodePlain(text, Integer.MAX_VALUE);
    assertTrue(all.length > 2_000_000, "tokens=" + all.length);
    List<int[]> windows = TOKENIZER.encodeWindows(text, 12, 0);
    int at = 0;
    for (int[] window : windows) {
      int size = window.length - 2;
      assertTrue(size >= 1 && size <= 10, "size=" + size);
      assertEquals(CLS, window[0]);
      assertEquals(SEP, window[size + 1]);
      assertTrue(
          Arrays.equals(all, at, at + size, window, 1, size + 1), "the window at token " + at);
      boolean continues = TOKENIZER.vocabulary().token(window[1]).startsWith("##");
      assertTrue(!continues, "the window at token " + at);
      at += size;
    }
    assertEquals(all.length, at);
  }

  @Test
  void windowsWithoutRoomAreRefused() {
    for (int maxTokens : new int[] {-1, 0, 2}) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> TOKENIZER.encodeWindows("a tern", maxTokens, 0));
      assertTrue(refusal.getMessage().contains("maxTokens=" + maxTokens), refusal.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> TOKENIZER.encodeWindows("a tern", 16, -1));
  }
}
