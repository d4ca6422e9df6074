package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;

/// The postings of a segment in groups of equal impact, by term. Positions count bytes. Those of a
/// term are read after [ImpactGroupsCheck] has compared them with their checksums.
public final class ImpactGroups {
  private final Region groups;
  private final Region starts;
  private final TermTable terms;
  private final int documents;

  /// Reads the groups of a segment.
  ///
  /// @param documents of the segment
  public ImpactGroups(SectionFile file, TermTable terms, int documents)
      throws CorruptIndexException {
    this.terms = terms;
    this.documents = documents;
    groups = file.unverified(SegmentSection.IMPACT_GROUPS.id());
    starts = file.section(SegmentSection.TERM_IMPACT_GROUPS.id());
    starts.checkLength(Long.BYTES * (terms.size() + 1L), "the offsets of the groups");
    if (groups.length() < Layout.VECTOR_PADDING_BYTES) {
      throw groups.damaged(0, "the groups do not end with their padding");
    }
  }

  /// Number of documents of the segment.
  int documents() {
    return documents;
  }

  /// The terms of the segment.
  TermTable terms() {
    return terms;
  }

  /// Bytes of all groups.
  long length() {
    return groups.length() - Layout.VECTOR_PADDING_BYTES;
  }

  /// Refuses groups that are not one behind the other, or do not end where they have to.
  void checkStarts() throws CorruptIndexException {
    Offsets.check(starts, length(), "the groups");
  }

  /// Where the groups of a term start; for the ordinal after the last where they end.
  long start(int ordinal) {
    return starts.i64((long) ordinal * Long.BYTES);
  }

  /// The bytes of the groups.
  Region bytes() {
    return groups;
  }
}
