package dev.tern.engine.codec;

import dev.tern.engine.format.CodeBook;

/// Reads the list of a scarce term from its start: entries of a gap and the code of an impact,
/// packed to the bit. An entry with code 0 is not a posting; it makes a gap longer than its bits
/// can say.
public final class ScarceReader {
  /// The fewest and the most bits of a gap.
  static final int LEAST_GAP_BITS = 4;

  static final int MOST_GAP_BITS = 31;

  private final PostingBytes bytes;
  private final CodeBook codes;
  private final int gapBits;
  private final int width;
  private final long end;

  /// Where the next entry starts, and the end, in bits.
  private long bit;

  private long gap;
  private long docId = -1;
  private int code;

  /// @param position of the list
  /// @param listEnd where it ends
  public ScarceReader(PostingBytes bytes, long position, long listEnd) {
    this.bytes = bytes;
    codes = bytes.codes();
    gapBits = bytes.gapBits(position);
    width = gapBits + codes.bits();
    bit = (position + 1) * Byte.SIZE;
    end = listEnd * Byte.SIZE;
  }

  static boolean isGapBits(int bits) {
    return bits >= LEAST_GAP_BITS && bits <= MOST_GAP_BITS;
  }

  /// Reads the next entry, if there is one.
  boolean step() {
    if (bit + width > end) {
      return false;
    }
    long entry = bytes.entry(bit);
    gap = entry & ((1L << gapBits) - 1);
    code = (int) (entry >>> gapBits) & ((1 << codes.bits()) - 1);
    docId += gap + 1;
    bit += width;
    return true;
  }

  /// Reads the next posting, if there is one.
  public boolean next() {
    while (step()) {
      if (code > 0) {
        return true;
      }
    }
    return false;
  }

  /// The document of the last entry.
  public long docId() {
    return docId;
  }

  /// The impact of the last entry, 0 if it is not a posting.
  public int impact() {
    return codes.impact(code);
  }

  /// Whether the code of the last entry stands for something.
  boolean isKnown() {
    return code <= codes.greatestCode();
  }

  /// Whether the gap of the last entry is the greatest that there is.
  boolean isWidest() {
    return gap == (1L << gapBits) - 1;
  }

  /// The bits behind the last entry, fewer than it would have.
  int rest() {
    return (int) (bytes.entry(bit) & ((1L << (end - bit)) - 1));
  }
}
