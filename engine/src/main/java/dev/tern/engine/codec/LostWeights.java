package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Arrays;

/// The weights of a segment's vectors that its impacts do not stand for: *dropped* ones, below half
/// a step, which have no posting, and *saturated* ones, above 255 steps and a half; or, with codes
/// for few impacts, more than half a step and the greatest error of the codes above the greatest of
/// these impacts.
///
/// All other weights are within half a step, and the greatest error of the codes, of what their
/// impact says. So whoever has looked at the documents of a term with these, and at those that its
/// postings suggest, has missed none.
///
/// Entries are in the order of their numbers `term << 32 | saturated << 31 | document`.
public final class LostWeights {
  /// The bit of an entry that says that its weight is saturated.
  public static final long SATURATED = 1L << 31;

  private final Region terms;
  private final Region documents;
  private final int size;

  /// Reads the entries.
  ///
  /// @param documentCount of the segment
  public LostWeights(SectionFile file, int documentCount) throws CorruptIndexException {
    terms = file.section(SegmentSection.LOST_TERMS.id());
    documents = file.section(SegmentSection.LOST_DOCUMENTS.id());
    long entries = terms.length() / Integer.BYTES;
    if (entries > Integer.MAX_VALUE) {
      throw terms.damaged(0, "there are " + entries + " lost weights");
    }
    size = (int) entries;
    terms.checkLength((long) size * Integer.BYTES, "the terms of lost weights");
    documents.checkLength((long) size * Integer.BYTES, "the documents of lost weights");
    long before = -1;
    for (int i = 0; i < size; i++) {
      long entry = entry(i);
      if (entry <= before || document(i) >= documentCount) {
        throw terms.damaged((long) i * Integer.BYTES, "a lost weight is out of order");
      }
      before = entry;
    }
  }

  /// Writes entries.
  ///
  /// @param entries ascending
  public static void write(SectionFileWriter file, long[] entries) throws IOException {
    int[] half = new int[entries.length];
    Arrays.setAll(half, i -> (int) (entries[i] >>> Integer.SIZE));
    file.begin(SegmentSection.LOST_TERMS.id());
    file.putInts(half);
    Arrays.setAll(half, i -> (int) entries[i]);
    file.begin(SegmentSection.LOST_DOCUMENTS.id());
    file.putInts(half);
  }

  /// How many there are.
  public int size() {
    return size;
  }

  /// The place of the first entry whose number is at least `entry`. The entries of a term follow
  /// each other from that with `term << 32`, the saturated ones from that with [#SATURATED]
  /// besides.
  public int first(long entry) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entry(middle) < entry) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The term of the entry in a place.
  public int term(int place) {
    return terms.i32((long) place * Integer.BYTES);
  }

  /// The document of the entry in a place.
  public int document(int place) {
    return documents.i32((long) place * Integer.BYTES) & Integer.MAX_VALUE;
  }

  /// The number of the entry in a place.
  public long entry(int place) {
    return (long) term(place) << Integer.SIZE
        | Integer.toUnsignedLong(documents.i32((long) place * Integer.BYTES));
  }
}
