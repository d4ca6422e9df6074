package dev.tern.bench.synthetic;

/// A document while it is drawn: a bit and a number for each term of the vocabulary. Going through
/// the bits gives the terms in order without sorting.
final class Draft {
  private final long[] present;
  private final byte[] values;
  private int size;

  Draft(int vocabulary) {
    present = new long[(vocabulary + Long.SIZE - 1) / Long.SIZE];
    values = new byte[vocabulary];
  }

  /// Number of terms.
  int size() {
    return size;
  }

  boolean contains(int term) {
    return (present[term >> 6] >>> term & 1) != 0;
  }

  /// Adds a term that is not there yet.
  ///
  /// @param value 1 to 255
  void add(int term, int value) {
    present[term >> 6] |= 1L << term;
    values[term] = (byte) value;
    size++;
  }

  /// The value of a term that is there.
  int value(int term) {
    return values[term] & 0xFF;
  }

  /// Replaces the value of a term that is there.
  void set(int term, int value) {
    values[term] = (byte) value;
  }

  /// Moves all terms to a chunk, as its next document.
  void moveTo(Chunk chunk) {
    chunk.reserve(size);
    for (int i = 0; i < present.length; i++) {
      for (long bits = present[i]; bits != 0; bits &= bits - 1) {
        int term = (i << 6) + Long.numberOfTrailingZeros(bits);
        chunk.append(term, values[term]);
      }
      present[i] = 0;
    }
    size = 0;
    chunk.endDocument();
  }
}
