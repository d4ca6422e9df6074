package dev.tern.engine.indexing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The keys of the documents of a buffer, in UTF-8: by place, and to be found.
///
/// An open hash table of places beside the list. Keys have no other object than their bytes, which
/// are to be written in any case.
final class KeyMap {
  private static final long REMOVED = 0xFFFF_FFFFL;

  private final List<byte[]> keys = new ArrayList<>();

  /// The upper half of a key's hash and, in the lower 32 bits, its place plus 1; 0 where there is
  /// no key. At least twice as many as keys.
  private long[] table = new long[1 << 8];

  private final BitSet removed = new BitSet();
  private int removedCount;

  /// The place of a key, or -1.
  ///
  /// @param hash [KeyHash#of] the key
  int find(byte[] key, long hash) {
    int slot = slot(key, hash);
    return slot < 0 ? -1 : (int) table[slot] - 1;
  }

  /// Forgets a key and returns the place that it had, or -1.
  int remove(byte[] key, long hash) {
    int slot = slot(key, hash);
    if (slot < 0) {
      return -1;
    }
    int place = (int) table[slot] - 1;
    table[slot] = REMOVED;
    removed.set(place);
    removedCount++;
    return place;
  }

  private int slot(byte[] key, long hash) {
    int mask = table.length - 1;
    for (int slot = (int) hash & mask; table[slot] != 0; slot = (slot + 1) & mask) {
      if ((table[slot] ^ hash) >>> Integer.SIZE == 0
          && table[slot] != REMOVED
          && Arrays.equals(keys.get((int) table[slot] - 1), key)) {
        return slot;
      }
    }
    return -1;
  }

  /// Adds a key that is not there, in the next place.
  void add(byte[] key, long hash) {
    keys.add(key);
    if (2 * (long) keys.size() > table.length) {
      grow();
    }
    put(table, hash, keys.size());
  }

  /// The keys by place, those that were removed included.
  List<byte[]> list() {
    return keys;
  }

  /// How many keys were removed.
  int removed() {
    return removedCount;
  }

  /// Whether the key in a place was removed.
  boolean isRemoved(int place) {
    return removed.get(place);
  }

  private static void put(long[] table, long hash, int value) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = hash >>> Integer.SIZE << Integer.SIZE | value;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(4, table.length)];
    for (int place = 0; place < keys.size() - 1; place++) {
      if (!removed.get(place)) {
        put(larger, KeyHash.of(keys.get(place)), place + 1);
      }
    }
    table = larger;
  }
}
