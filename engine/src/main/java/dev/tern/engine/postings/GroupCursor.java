package dev.tern.engine.postings;

import dev.tern.engine.codec.GroupReader;

/// Walks the postings of a term by impact: groups of documents with the same impact, the greatest
/// first. Used again for other terms.
///
/// Methods throw [java.io.UncheckedIOException] if the postings turn out to be damaged after all.
public final class GroupCursor {
  private final GroupReader groups = new GroupReader();

  /// Goes to the first group of a term, whose segment has a layout with groups.
  public void open(TermPostings term) {
    groups.open(term.segment.groups(), term.ordinal);
  }

  /// The impact of the group, 1 to 255, or 0 behind the last one.
  public int impact() {
    return groups.impact();
  }

  /// How many documents of the group have not been read.
  public int ahead() {
    return groups.ahead();
  }

  /// Goes to the next group, once all documents of this one have been read.
  public void next() {
    groups.next();
  }

  /// Reads the next documents of the group, at most `most`.
  ///
  /// @param docIds receives them, ascending
  /// @return how many there are
  public int read(int[] docIds, int most) {
    return groups.read(docIds, most);
  }
}
