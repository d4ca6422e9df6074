package dev.tern.engine.codec;

import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Groups of equal impact of some terms, and where each term's start, counted from the start of the
/// part.
public final class GroupedPart implements PostingsPart {
  private static final int IMPACTS = 256;

  private final int documents;
  final TermEntries entries = new TermEntries();
  final LongArrayList starts = new LongArrayList();
  final GrowingBytes groups = new GrowingBytes();
  private final int[] ends = new int[IMPACTS];
  private int[] ordered = {};

  /// Bits that have not been added, in the lowest `bitCount` places.
  private long bits;

  private int bitCount;

  /// @param documents of the segment
  GroupedPart(int documents) {
    this.documents = documents;
  }

  @Override
  public void put(int term, int[] docIds, byte[] impacts, int from, int to) {
    entries.add(term, impacts, from, to);
    starts.add(groups.size());
    int max = order(docIds, impacts, from, to);
    int open = max + 1;
    int start = 0;
    for (int impact = max; impact > 0; impact--) {
      int end = ends[impact];
      if (end > start) {
        putGroup(open - impact, start, end);
        open = impact;
        start = end;
      }
    }
  }

  /// Orders the documents by impact, the greatest first, and leaves where those of each impact end;
  /// documents of equal impact stay in order. Returns the greatest impact.
  private int order(int[] docIds, byte[] impacts, int from, int to) {
    if (ordered.length < to - from) {
      ordered = new int[Math.max(2 * ordered.length, to - from)];
    }
    Arrays.fill(ends, 0);
    for (int i = from; i < to; i++) {
      ends[impacts[i] & 0xFF]++;
    }
    int before = 0;
    int max = 0;
    for (int impact = IMPACTS - 1; impact > 0; impact--) {
      int count = ends[impact];
      max = max == 0 && count > 0 ? impact : max;
      ends[impact] = before;
      before += count;
    }
    for (int i = from; i < to; i++) {
      ordered[ends[impacts[i] & 0xFF]++] = docIds[i];
    }
    return max;
  }

  /// @param step from the impact of the group before
  private void putGroup(int step, int start, int end) {
    int count = end - start;
    long header = (count - 1L) << 2 | Math.min(step - 1, 3);
    for (; header > 0x7F; header >>>= 7) {
      groups.add((int) (header | 0x80));
    }
    groups.add((int) header);
    if (step >= 4) {
      groups.add(step - 4);
    }
    int lowBits = GapCode.lowBits(documents, count);
    int next = 0;
    for (int i = start; i < end; i++) {
      putBits((ordered[i] - next) & ((1 << lowBits) - 1), lowBits);
      next = ordered[i] + 1;
    }
    endByte();
    next = 0;
    for (int i = start; i < end; i++) {
      for (int zeros = (ordered[i] - next) >>> lowBits; zeros > 0; zeros -= Byte.SIZE) {
        putBits(0, Math.min(zeros, Byte.SIZE));
      }
      putBits(1, 1);
      next = ordered[i] + 1;
    }
    endByte();
  }

  /// Appends the lowest `count` bits, at most 32.
  private void putBits(int value, int count) {
    bits |= (long) value << bitCount;
    bitCount += count;
    while (bitCount >= Byte.SIZE) {
      groups.add((int) bits);
      bits >>>= Byte.SIZE;
      bitCount -= Byte.SIZE;
    }
  }

  /// Fills the last byte with zeros.
  private void endByte() {
    if (bitCount > 0) {
      groups.add((int) bits);
      bits = 0;
      bitCount = 0;
    }
  }

  /// Forgets all terms.
  void clear() {
    entries.clear();
    starts.clear();
    groups.clear();
  }

  @Override
  public long bytes() {
    return groups.size();
  }
}
