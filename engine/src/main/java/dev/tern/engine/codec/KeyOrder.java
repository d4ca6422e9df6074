package dev.tern.engine.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Sorts keys by their bytes: by the first eight as a number, then those that agree in them by the
/// next eight, and so on, a radix sort each time.
///
/// Comparing keys would take two of them from anywhere in the memory for each comparison.
final class KeyOrder {
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// So few keys are sorted by comparing them.
  private static final int FEW = 32;

  /// Keys that agree in so many bytes are, too.
  private static final int DEEP = 128;

  private final List<byte[]> keys;
  private final int[] places;
  private final int[] otherPlaces;
  private final long[] words;
  private final long[] otherWords;

  private KeyOrder(List<byte[]> keys) {
    this.keys = keys;
    places = new int[keys.size()];
    Arrays.setAll(places, i -> i);
    otherPlaces = new int[keys.size()];
    words = new long[keys.size()];
    otherWords = new long[keys.size()];
  }

  /// The places of keys in ascending order of the keys, which differ, compared as unsigned bytes.
  static int[] of(List<byte[]> keys) {
    KeyOrder order = new KeyOrder(keys);
    order.sort(0, keys.size(), 0);
    return order.places;
  }

  /// Sorts the places in `[from, to)`, whose keys agree in the first `depth` bytes.
  private void sort(int from, int to, int depth) {
    if (to - from <= FEW || depth >= DEEP) {
      compare(from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      words[i] = word(keys.get(places[i]), depth);
    }
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      distribute(from, to, shift);
    }
    // What is deeper overwrites the words of its own range only.
    for (int start = from; start < to; ) {
      long word = words[start];
      int end = start + 1;
      while (end < to && words[end] == word) {
        end++;
      }
      if (end - start > 1) {
        sort(start, end, depth + Long.BYTES);
      }
      start = end;
    }
  }

  private void compare(int from, int to) {
    Integer[] some = new Integer[to - from];
    Arrays.setAll(some, i -> places[from + i]);
    Arrays.sort(some, (a, b) -> Arrays.compareUnsigned(keys.get(a), keys.get(b)));
    for (int i = from; i < to; i++) {
      places[i] = some[i - from];
    }
  }

  /// Sorts by one byte of the words and leaves those equal in it in their order.
  private void distribute(int from, int to, int shift) {
    int[] next = new int[1 << Byte.SIZE];
    for (int i = from; i < to; i++) {
      next[(int) (words[i] >>> shift) & 0xFF]++;
    }
    if (next[(int) (words[from] >>> shift) & 0xFF] == to - from) {
      return;
    }
    for (int digit = 0, start = from; digit < next.length; digit++) {
      int count = next[digit];
      next[digit] = start;
      start += count;
    }
    for (int i = from; i < to; i++) {
      int at = next[(int) (words[i] >>> shift) & 0xFF]++;
      otherWords[at] = words[i];
      otherPlaces[at] = places[i];
    }
    System.arraycopy(otherWords, from, words, from, to - from);
    System.arraycopy(otherPlaces, from, places, from, to - from);
  }

  /// Eight bytes of a key, the first one the highest, with zeros behind its end.
  private static long word(byte[] key, int depth) {
    if (key.length - depth >= Long.BYTES) {
      return (long) U64.get(key, depth);
    }
    long word = 0;
    for (int i = depth; i < key.length; i++) {
      word |= (key[i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i - depth + 1));
    }
    return word;
  }
}
