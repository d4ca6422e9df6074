package dev.tern.engine.format;

import java.util.Arrays;

/// Which impacts the documents of an index have, and the codes that stand for them.
///
/// With 8 bits every impact from 1 to 255 is its own code. With fewer, code c from 1 on stands for
/// the c-th of at most 2^bits - 1 ascending impacts; scores are sums of these, so that they stay
/// exact. Code 0 stands for no posting. Which impacts they are is decided with the first documents
/// of an index, as its step is. Immutable.
public final class CodeBook {
  /// Codes of 8 bits.
  public static final CodeBook BYTES = new CodeBook(Byte.SIZE, new byte[0]);

  private static final int IMPACTS = 1 << Byte.SIZE;

  private final int bits;
  private final byte[] listed;

  /// By code, 2^bits of them.
  private final int[] impacts;

  /// By impact.
  private final byte[] codes = new byte[IMPACTS];

  private final byte[] nearest = new byte[IMPACTS];
  private final int greatestImpact;
  private final int greatestError;

  private CodeBook(int bits, byte[] listed) {
    this.bits = bits;
    this.listed = listed;
    impacts = new int[1 << bits];
    Arrays.setAll(impacts, code -> listed.length == 0 ? code : impact(listed, code));
    for (int impact = 1; impact < IMPACTS; impact++) {
      int code = 1;
      while (code < impacts.length - 1
          && Math.abs(impacts[code + 1] - impact) < Math.abs(impacts[code] - impact)) {
        code++;
      }
      codes[impact] = (byte) code;
      nearest[impact] = (byte) impacts[code];
    }
    greatestImpact = impacts[impacts.length - 1];
    int error = 0;
    for (int impact = 1; impact <= greatestImpact; impact++) {
      error = Math.max(error, Math.abs(nearest(impact) - impact));
    }
    greatestError = error;
  }

  /// Codes that nothing has stand for the greatest impact.
  private static int impact(byte[] listed, int code) {
    return code == 0 ? 0 : listed[Math.min(code, listed.length) - 1] & 0xFF;
  }

  /// Whether codes may have so many bits.
  public static boolean isBits(int bits) {
    return bits == 4 || bits == 6 || bits == Byte.SIZE;
  }

  /// Codes of so many bits; what they stand for, unless they have 8, is yet to be decided.
  public static CodeBook ofBits(int bits) {
    return bits == Byte.SIZE ? BYTES : new CodeBook(bits, new byte[0]);
  }

  /// Codes of 4 or 6 bits.
  ///
  /// @param listed impacts as unsigned bytes, for which [#areImpacts] holds
  public static CodeBook of(int bits, byte[] listed) {
    return new CodeBook(bits, listed.clone());
  }

  /// Whether these can be the impacts that codes of 4 or 6 bits stand for, or none if that is yet
  /// to be decided.
  static boolean areImpacts(int bits, byte[] listed) {
    boolean ascend = listed.length < 1 << bits;
    for (int i = 0; i < listed.length; i++) {
      ascend &= (listed[i] & 0xFF) > (i == 0 ? 0 : listed[i - 1] & 0xFF);
    }
    return ascend && (listed.length == 0 || bits < Byte.SIZE);
  }

  /// Bits of a code: 4, 6 or 8.
  public int bits() {
    return bits;
  }

  /// Whether it is known what codes stand for.
  public boolean isDecided() {
    return bits == Byte.SIZE || listed.length > 0;
  }

  /// The impacts for which codes of 4 or 6 bits stand, from code 1 on, as unsigned bytes.
  public byte[] listed() {
    return listed.clone();
  }

  /// The greatest code that stands for something.
  public int greatestCode() {
    return bits == Byte.SIZE ? IMPACTS - 1 : listed.length;
  }

  /// The impact for which a code stands, 0 for code 0.
  public int impact(int code) {
    return impacts[code];
  }

  /// The greatest impact for which a code stands.
  public int greatestImpact() {
    return greatestImpact;
  }

  /// How far an impact that is not above the greatest one can be from the nearest for which a code
  /// stands: 0 with codes of 8 bits.
  public int greatestError() {
    return greatestError;
  }

  /// By code, what it stands for.
  public int[] impacts() {
    return impacts.clone();
  }

  /// The code for an impact that one stands for.
  public int code(int impact) {
    return codes[impact] & 0xFF;
  }

  /// The nearest impact for which a code stands, the lower one of two; 0 for 0.
  public int nearest(int impact) {
    return nearest[impact] & 0xFF;
  }
}
