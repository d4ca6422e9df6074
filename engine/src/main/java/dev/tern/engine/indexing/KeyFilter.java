package dev.tern.engine.indexing;

/// Says of most keys that are not in a set that they are not: a Bloom filter (*Space/Time
/// Trade-offs in Hash Coding with Allowable Errors*, CACM 13(7), 1970) whose bits for one key lie
/// in one word, so that asking takes one access to memory.
///
/// With 16 bits a key and 4 of 64 bits for each, about one key in 100 has to be looked up in vain.
final class KeyFilter {
  private static final int KEYS_PER_WORD = 4;

  private final long[] words;

  /// @param keys that will be added
  KeyFilter(int keys) {
    words = new long[Math.max(1, Integer.highestOneBit(keys / KEYS_PER_WORD) << 1)];
  }

  /// Adds the key that has a hash.
  void add(long hash) {
    words[word(hash)] |= bits(hash);
  }

  /// Whether the key that has a hash may have been added; if not, it was not.
  boolean mayContain(long hash) {
    long bits = bits(hash);
    return (words[word(hash)] & bits) == bits;
  }

  private int word(long hash) {
    return (int) (hash >>> Integer.SIZE) & (words.length - 1);
  }

  private static long bits(long hash) {
    return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12) | 1L << (hash >>> 18);
  }
}
