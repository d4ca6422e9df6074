package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;

/// The terms of a segment in ascending order, each with its document frequency, its greatest impact
/// and its blocks. A term's place in that order is its *ordinal*.
public final class TermTable {
  private final Region ids;
  private final Region documentFrequencies;
  private final Region blocks;
  private final Region maxImpacts;
  private final int size;

  /// Reads the table of a segment.
  public TermTable(SectionFile file) throws CorruptIndexException {
    ids = file.section(SegmentSection.TERM_IDS.id());
    documentFrequencies = file.section(SegmentSection.TERM_DOCUMENT_FREQUENCIES.id());
    blocks = file.section(SegmentSection.TERM_BLOCKS.id());
    maxImpacts = file.section(SegmentSection.TERM_MAX_IMPACTS.id());
    long terms = maxImpacts.length();
    if (terms > Integer.MAX_VALUE) {
      throw maxImpacts.damaged(0, "there are more terms than ids");
    }
    size = (int) terms;
    ids.checkLength(Integer.BYTES * terms, "the terms");
    documentFrequencies.checkLength(Integer.BYTES * terms, "the document frequencies");
    blocks.checkLength(Long.BYTES * (terms + 1), "the first blocks");
  }

  /// Number of terms.
  public int size() {
    return size;
  }

  /// The ordinal of a term, or a negative number if no document of the segment has it.
  public int find(int term) {
    int low = 0;
    int high = size - 1;
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

  /// The number of the term's first block; that of the ordinal after the last is the number of
  /// blocks.
  public long firstBlock(int ordinal) {
    return blocks.i64((long) ordinal * Long.BYTES);
  }

  /// The greatest impact of the term, 1 to 255.
  public int maxImpact(int ordinal) {
    return maxImpacts.u8(ordinal);
  }

  /// What to throw when the entry of a term cannot be right.
  CorruptIndexException damaged(int ordinal, String found) {
    return ids.damaged((long) ordinal * Integer.BYTES, found);
  }
}
