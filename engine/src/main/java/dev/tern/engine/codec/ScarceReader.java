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

  /// Reads the next posting, if there is one.
  public boolean next() {
    while (bit + width <= end) {
      long entry = bytes.entry(bit);
      docId += (entry & ((1L << gapBits) - 1)) + 1;
      code = (int) (entry >>> gapBits) & ((1 << codes.bits()) - 1);
      bit += width;
      if (code > 0) {
        return true;
      }
    }
    return false;
  }

  /// The document of the last posting.
  public long docId() {
    return docId;
  }

  /// The impact of the last posting.
  public int impact() {
    return codes.impact(code);
  }
}
