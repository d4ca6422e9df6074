package dev.tern.encoder.tokenizer;

import java.util.Arrays;
import java.util.BitSet;

/// The tokens of a text as they are found, up to a limit.
final class TokenSequence {
  private final int limit;
  private final boolean withPlaces;
  private final BitSet wordStarts = new BitSet();
  private int[] ids = new int[32];
  private int[] starts;
  private int[] ends;
  private int size;

  /// @param limit the most tokens to keep; what comes later is ignored
  /// @param withPlaces whether starts and ends are kept too
  TokenSequence(int limit, boolean withPlaces) {
    this.limit = limit;
    this.withPlaces = withPlaces;
    starts = new int[withPlaces ? ids.length : 0];
    ends = new int[starts.length];
  }

  /// Adds the token `id`, which came from the code points `[start, end)`.
  void add(int id, int start, int end) {
    if (size == limit) {
      return;
    }
    if (size == ids.length) {
      grow();
    }
    ids[size] = id;
    if (withPlaces) {
      starts[size] = start;
      ends[size] = end;
    }
    size++;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == limit;
  }

  /// Forgets all tokens from position `newSize` on.
  void truncate(int newSize) {
    size = newSize;
  }

  /// Says that the next token is the first of a word.
  void startWord() {
    wordStarts.set(size);
  }

  /// The positions of the first tokens of words.
  BitSet wordStarts() {
    return wordStarts;
  }

  /// Copies the ids `[start, end)` into `target` from index `offset` on.
  void copyIds(int start, int end, int[] target, int offset) {
    System.arraycopy(ids, start, target, offset, end - start);
  }

  TokenizedText text() {
    return new TokenizedText(
        Arrays.copyOf(ids, size), Arrays.copyOf(starts, size), Arrays.copyOf(ends, size));
  }

  private void grow() {
    int capacity = (int) Math.min(limit, 2L * size);
    ids = Arrays.copyOf(ids, capacity);
    if (withPlaces) {
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
  }
}
