package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.store.Region;

/// Checks a table of offsets of 64 bits.
///
/// Numbers are looked at in arrays: a new process, which has not compiled anything, took 38 to 55
/// ms to look at the tables of 30,522 terms one number of a region after the other.
final class Offsets {
  private static final int PART = 1 << 12;

  private Offsets() {}

  /// Refuses offsets that do not start with 0, descend, or do not end with `end`.
  ///
  /// @param what lies there
  static void check(Region offsets, long end, String what) throws CorruptIndexException {
    long[] part = new long[PART];
    long count = offsets.length() / Long.BYTES;
    long before = 0;
    for (long first = 0; first < count; first += PART) {
      int some = (int) Math.min(PART, count - first);
      offsets.copy(first * Long.BYTES, part, some);
      for (int i = 0; i < some; i++) {
        if (part[i] < before || (first + i == 0 && part[i] != 0)) {
          throw offsets.damaged((first + i) * Long.BYTES, "the offsets of " + what + " descend");
        }
        before = part[i];
      }
    }
    if (before != end) {
      throw offsets.damaged(
          offsets.length(), what + " end at " + before + " and take " + end + " bytes");
    }
  }
}
