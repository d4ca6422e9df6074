package dev.tern.engine.codec;

import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the postings of a segment in groups of equal impact, term after term, and where each
/// term's groups start; the table of terms too where nobody else does.
///
/// Groups go to the file at once, so that nothing but the tables is kept in memory.
public final class ImpactGroupsWriter implements PostingsSink {
  private static final int IMPACTS = 256;

  private final SectionFileWriter file;
  private final int documents;
  private final boolean withTerms;
  private final TermEntries entries = new TermEntries();
  private final LongArrayList starts = new LongArrayList();
  private final int[] ends = new int[IMPACTS];
  private int[] ordered = {};
  private long written;

  /// Bits that have not been written, in the lowest `bitCount` places.
  private long bits;

  private int bitCount;

  /// Starts the section of the groups.
  ///
  /// @param documents of the segment
  /// @param withTerms whether to write the table of terms
  public ImpactGroupsWriter(SectionFileWriter file, int documents, boolean withTerms)
      throws IOException {
    this.file = file;
    this.documents = documents;
    this.withTerms = withTerms;
    file.begin(SegmentSection.IMPACT_GROUPS.id());
  }

  @Override
  public void put(int term, int[] docIds, byte[] impacts, int from, int to) throws IOException {
    entries.add(term, impacts, from, to);
    starts.add(written);
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
  private void putGroup(int step, int start, int end) throws IOException {
    int count = end - start;
    long header = (count - 1L) << 2 | Math.min(step - 1, 3);
    for (; header > 0x7F; header >>>= 7) {
      putByte((int) (header | 0x80));
    }
    putByte((int) header);
    if (step >= 4) {
      putByte(step - 4);
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
  private void putBits(int value, int count) throws IOException {
    bits |= (long) value << bitCount;
    bitCount += count;
    while (bitCount >= Byte.SIZE) {
      putByte((int) bits);
      bits >>>= Byte.SIZE;
      bitCount -= Byte.SIZE;
    }
  }

  /// Fills the last byte with zeros.
  private void endByte() throws IOException {
    if (bitCount > 0) {
      putByte((int) bits);
      bits = 0;
      bitCount = 0;
    }
  }

  private void putByte(int value) throws IOException {
    file.putByte(value);
    written++;
  }

  @Override
  public void finish() throws IOException {
    file.putBytes(new byte[Layout.VECTOR_PADDING_BYTES], 0, Layout.VECTOR_PADDING_BYTES);
    starts.add(written);
    if (withTerms) {
      entries.writeIds(file);
      entries.writeImpacts(file);
    }
    file.begin(SegmentSection.TERM_IMPACT_GROUPS.id());
    file.putLongs(starts.toArray());
  }
}
