package dev.tern.engine.postings;

import dev.tern.engine.kernel.BlockBounds;

/// The postings of a term that are only kept by impact.
///
/// They are read group by group; a cursor has to put all of them into the order of their documents
/// first. There are no bounds of blocks and no chunks of windows.
final class ImpactOrderedPostings extends TermPostings {
  ImpactOrderedPostings(SegmentPostings segment, int ordinal) {
    super(segment, ordinal);
  }

  @Override
  public BlockCursor cursor() {
    return new SortedCursor(this);
  }

  @Override
  public void addBounds(int factor, BlockBounds sums) {
    throw missing();
  }

  @Override
  public long boundBytes() {
    throw missing();
  }

  private IllegalStateException missing() {
    return new IllegalStateException("there are no windows: layout=" + segment.layout());
  }
}
