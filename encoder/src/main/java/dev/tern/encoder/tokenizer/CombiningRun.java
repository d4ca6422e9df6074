package dev.tern.encoder.tokenizer;

import java.util.Arrays;

/// Canonical ordering of a run of combining characters: a stable sort by combining class (Unicode
/// standard, section 3.11).
///
/// Sources do not move with the characters. The reference keeps them in the order of the text and
/// hands them out again after sorting: each character takes the next source, except one that a
/// decomposition inserted, which repeats the one before. Offsets must follow that.
///
/// Linear time and memory, however long the run.
final class CombiningRun {
  private static final int INSERTED = 1 << 21;
  private static final int CODE_POINT = INSERTED - 1;
  private static final int CLASS_SHIFT = 22;

  /// class (8 bits), inserted (1 bit), code point (21 bits), highest first.
  private int[] entries = new int[8];

  private int[] sources = new int[8];
  private int size;
  private int sourceCount;

  boolean isEmpty() {
    return size == 0;
  }

  /// Adds a character of a combining class other than 0.
  ///
  /// @param inserted whether it is a later part of a decomposition, and so has no source of its own
  void add(int codePoint, boolean inserted, int source) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
      sources = Arrays.copyOf(sources, 2 * size);
    }
    entries[size] =
        BertCharacters.combiningClass(codePoint) << CLASS_SHIFT
            | (inserted ? INSERTED : 0)
            | codePoint;
    size++;
    // The first entry brings a source even if inserted: that of the starter before it.
    if (!inserted || size == 1) {
      sources[sourceCount++] = source;
    }
  }

  /// Sends all characters to `sink` in canonical order and empties the run.
  void drain(CodePointSink sink) {
    int[] ordered = size == 1 ? entries : sorted();
    int next = (entries[0] & INSERTED) == 0 ? -1 : 0;
    for (int i = 0; i < size; i++) {
      if ((ordered[i] & INSERTED) == 0) {
        next++;
      }
      sink.accept(ordered[i] & CODE_POINT, sources[Math.max(0, next)]);
    }
    size = 0;
    sourceCount = 0;
  }

  /// Counting sort, for which a class is a key of 8 bits.
  private int[] sorted() {
    int[] place = new int[257];
    for (int i = 0; i < size; i++) {
      place[(entries[i] >>> CLASS_SHIFT) + 1]++;
    }
    for (int k = 1; k < place.length; k++) {
      place[k] += place[k - 1];
    }
    int[] ordered = new int[size];
    for (int i = 0; i < size; i++) {
      ordered[place[entries[i] >>> CLASS_SHIFT]++] = entries[i];
    }
    return ordered;
  }
}
