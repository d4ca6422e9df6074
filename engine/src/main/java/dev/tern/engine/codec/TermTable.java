package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;

/// The terms of a segment in ascending order, each with its document frequency, its greatest
/// impacts, and where its chunks and bounds are. A term's place in that order is its *ordinal*.
public final class TermTable {
  /// For how many hits the table has an impact that so many documents reach.
  private static final int[] TOPS = {10, 100, 1000};

  /// Terms that are checked together, see [Offsets].
  private static final int PART = 1 << 12;

  private final boolean hasChunks;
  private final Region ids;
  private final Region documentFrequencies;
  private final Region chunks;
  private final Region postings;
  private final Region bounds;
  private final Region maxImpacts;
  private final Region topImpacts;
  private final int size;

  /// Reads the table of a segment.
  ///
  /// @param layout of its postings; without windows there are no chunks and no bounds
  public TermTable(SectionFile file, PostingsLayout layout) throws CorruptIndexException {
    ids = file.section(SegmentSection.TERM_IDS.id());
    documentFrequencies = file.section(SegmentSection.TERM_DOCUMENT_FREQUENCIES.id());
    hasChunks = layout.hasWindows();
    chunks = hasChunks ? file.section(SegmentSection.TERM_CHUNKS.id()) : ids;
    postings = hasChunks ? file.section(SegmentSection.TERM_POSTINGS.id()) : ids;
    bounds = hasChunks ? file.section(SegmentSection.TERM_BOUNDS.id()) : ids;
    maxImpacts = file.section(SegmentSection.TERM_MAX_IMPACTS.id());
    topImpacts = file.section(SegmentSection.TERM_TOP_IMPACTS.id());
    long terms = maxImpacts.length();
    if (terms > Integer.MAX_VALUE) {
      throw maxImpacts.damaged(0, "there are more terms than ids");
    }
    size = (int) terms;
    ids.checkLength(Integer.BYTES * terms, "the terms");
    documentFrequencies.checkLength(Integer.BYTES * terms, "the document frequencies");
    if (hasChunks) {
      chunks.checkLength(Long.BYTES * (terms + 1), "the first chunks");
      postings.checkLength(Long.BYTES * (terms + 1), "the offsets of the postings");
      bounds.checkLength(Long.BYTES * (terms + 1), "the offsets of the bounds");
    }
    topImpacts.checkLength(TOPS.length * terms, "the greatest impacts");
  }

  /// Refuses terms that do not ascend, are in no document or in more than `documents`, or have not
  /// as many postings as there must be in all.
  void check(int documents, long count) throws CorruptIndexException {
    int[] someIds = new int[PART];
    int[] someFrequencies = new int[PART];
    long found = 0;
    int before = -1;
    for (int first = 0; first < size; first += some(first)) {
      ids.copy((long) first * Integer.BYTES, someIds, some(first));
      documentFrequencies.copy((long) first * Integer.BYTES, someFrequencies, some(first));
      for (int i = 0; i < some(first); i++) {
        if (someIds[i] <= before || someFrequencies[i] < 1 || someFrequencies[i] > documents) {
          throw damaged(first + i, "the entry of a term cannot be right");
        }
        before = someIds[i];
        found += someFrequencies[i];
      }
    }
    if (found != count) {
      throw damaged(0, "the terms have " + found + " postings and not " + count);
    }
  }

  private int some(int first) {
    return Math.min(PART, size - first);
  }

  /// Refuses chunks, postings and bounds that are not one behind the other, or do not end where
  /// they have to.
  void checkOffsets(long chunksEnd, long postingsEnd, long boundsEnd) throws CorruptIndexException {
    Offsets.check(chunks, chunksEnd, "the chunks");
    Offsets.check(postings, postingsEnd, "the postings");
    Offsets.check(bounds, boundsEnd, "the bounds");
  }

  /// Number of terms.
  public int size() {
    return size;
  }

  /// The ordinal of a term, or a negative number if no document of the segment has it.
  public int find(int term) {
    // Terms are different numbers from 0 on, which leaves few places where most numbers occur.
    int low = size == 0 ? 0 : (int) Math.max(0, size - 1L - id(size - 1) + term);
    int high = Math.min(size - 1, term);
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compare(id(middle), term);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order > 0 ? middle - 1 : high;
    }
    return -1;
  }

  /// The term with this ordinal.
  public int id(int ordinal) {
    return ids.i32((long) ordinal * Integer.BYTES);
  }

  /// In how many documents the term is, at least 1.
  public int documentFrequency(int ordinal) {
    return documentFrequencies.i32((long) ordinal * Integer.BYTES);
  }

  /// The number of the term's first chunk; that of the ordinal after the last is the number of
  /// chunks. 0 without chunks, as are the places of postings and bounds.
  public long firstChunk(int ordinal) {
    return !hasChunks ? 0 : chunks.i64((long) ordinal * Long.BYTES);
  }

  /// Where the term's chunks start in the postings; for the ordinal after the last where they end.
  public long postings(int ordinal) {
    return !hasChunks ? 0 : postings.i64((long) ordinal * Long.BYTES);
  }

  /// Where the term's bounds start; for the ordinal after the last where they end.
  public long bounds(int ordinal) {
    return !hasChunks ? 0 : bounds.i64((long) ordinal * Long.BYTES);
  }

  /// The greatest impact of the term, 1 to 255.
  public int maxImpact(int ordinal) {
    return maxImpacts.u8(ordinal);
  }

  /// An impact that at least `k` documents have or exceed, as large as the table knows it; 0 if it
  /// knows none.
  public int topImpact(int ordinal, int k) {
    if (k == 1) {
      return maxImpact(ordinal);
    }
    for (int i = 0; i < TOPS.length; i++) {
      if (k <= TOPS[i]) {
        return topImpacts.u8((long) ordinal * TOPS.length + i);
      }
    }
    return 0;
  }

  /// Whether the entry of a term is that which [#topImpacts(int\[\])] makes.
  boolean hasTopImpacts(int ordinal, byte[] tops) {
    boolean same = true;
    for (int i = 0; i < TOPS.length; i++) {
      same &= topImpacts.u8((long) ordinal * TOPS.length + i) == (tops[i] & 0xFF);
    }
    return same;
  }

  /// The impacts of [SegmentSection#TERM_TOP_IMPACTS] from how often each impact occurs.
  static byte[] topImpacts(int[] counts) {
    byte[] tops = new byte[TOPS.length];
    int seen = 0;
    int next = 0;
    for (int impact = counts.length - 1; impact > 0 && next < TOPS.length; impact--) {
      seen += counts[impact];
      while (next < TOPS.length && seen >= TOPS[next]) {
        tops[next++] = (byte) impact;
      }
    }
    return tops;
  }

  /// What to throw when the entry of a term cannot be right.
  CorruptIndexException damaged(int ordinal, String found) {
    return ids.damaged((long) ordinal * Integer.BYTES, found);
  }
}
