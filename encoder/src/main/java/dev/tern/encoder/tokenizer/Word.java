package dev.tern.encoder.tokenizer;

import java.util.Arrays;

/// One word of normalised text with the sources of its characters; a buffer that is used again for
/// the next word.
///
/// A word longer than the limit keeps counting and stops storing: it can only become the unknown
/// token, and a line without spaces must not fill the memory.
final class Word {
  private final int maxCodePoints;
  private char[] units = new char[64];
  private int[] sources = new int[64];
  private int length;
  private int codePoints;
  private int lastSource;

  /// @param maxCodePoints the most code points that are stored
  Word(int maxCodePoints) {
    this.maxCodePoints = maxCodePoints;
  }

  void clear() {
    length = 0;
    codePoints = 0;
  }

  void append(int codePoint, int source) {
    if (codePoints < maxCodePoints || codePoints == 0) {
      if (length + 2 > units.length) {
        units = Arrays.copyOf(units, 2 * units.length);
        sources = Arrays.copyOf(sources, 2 * sources.length);
      }
      int end = length + Character.toChars(codePoint, units, length);
      while (length < end) {
        sources[length++] = source;
      }
    }
    // Not past one beyond the limit, so that the count cannot overflow.
    codePoints = Math.min(codePoints, maxCodePoints) + 1;
    lastSource = source;
  }

  boolean isEmpty() {
    return codePoints == 0;
  }

  /// Whether the word has more code points than are stored.
  boolean isTooLong() {
    return codePoints > maxCodePoints;
  }

  /// Number of UTF-16 units stored.
  int length() {
    return length;
  }

  /// The UTF-16 unit at `index` of `[0, length)`.
  char unit(int index) {
    return units[index];
  }

  /// The source of the character that unit `index` belongs to.
  int source(int index) {
    return sources[index];
  }

  /// The source of the first character.
  int firstSource() {
    return sources[0];
  }

  /// The source of the last character, stored or not.
  int lastSource() {
    return lastSource;
  }

  @Override
  public String toString() {
    return new String(units, 0, length);
  }
}
