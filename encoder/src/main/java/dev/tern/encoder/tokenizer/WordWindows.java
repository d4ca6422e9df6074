package dev.tern.encoder.tokenizer;

import java.util.BitSet;

/// Cuts a sequence of tokens into overlapping windows between words.
///
/// With n tokens and windows of `room`, window i is `[a_i, b_i)`: `a_0 = 0`;
///
/// - `b_i = n` where that fits, else the last start of a word in `(a_i, a_i + room]`, else `a_i +
///   room`, which is within a word of more than `room` tokens;
/// - `a_(i+1)` is the first start of a word in `[max(b_i - overlap, e_i - room), b_i]`, `e_i` being
///   the end of the word that begins at `b_i`, and `b_i` where there is none. So the next window
///   always has room for the word that did not fit into this one, and goes beyond it.
///
/// The ends ascend strictly and two windows that follow each other have more than `room` tokens
/// together, so that there are fewer than `4 n / room + 2` windows.
final class WordWindows {
  private final BitSet wordStarts;
  private final int size;
  private final int room;
  private final int overlap;

  /// @param wordStarts positions of the first tokens of words
  /// @param size number of tokens, n
  /// @param room most tokens of a window, at least 1
  /// @param overlap most tokens in common of two windows; more than half of `room` counts as half
  WordWindows(BitSet wordStarts, int size, int room, int overlap) {
    this.wordStarts = wordStarts;
    this.size = size;
    this.room = room;
    this.overlap = Math.min(overlap, room / 2);
  }

  /// The end of the window that begins at `start`.
  int end(int start) {
    if (size - start <= room) {
      return size;
    }
    int word = wordStarts.previousSetBit(start + room);
    return word > start ? word : start + room;
  }

  /// Where the window after the one that ends at `end`, below n, begins.
  int next(int end) {
    if (!wordStarts.get(end)) {
      return end;
    }
    int following = wordStarts.nextSetBit(end + 1);
    int wordEnd = following < 0 ? size : following;
    return wordStarts.nextSetBit(Math.min(end, Math.max(end - overlap, wordEnd - room)));
  }
}
