package dev.tern.engine.postings;

import dev.tern.engine.codec.ScarceReader;
import dev.tern.engine.kernel.BlockBounds;
import dev.tern.engine.kernel.ChunkList;

/// The postings of a term in so few documents that chunks and bounds would take more bytes than
/// they do: one list, which is read from its start.
final class ScarcePostings extends TermPostings {
  private final long end;

  ScarcePostings(SegmentPostings segment, int ordinal) {
    super(segment, ordinal);
    end = segment.terms().postings(ordinal + 1);
  }

  @Override
  public BlockCursor cursor() {
    return new ScarceCursor(this);
  }

  @Override
  public void addList(int factor, ChunkList lists) {
    lists.addScarce(postings, (int) (end - postings), factor);
  }

  /// The bounds come from the list.
  @Override
  public void addBounds(int factor, BlockBounds sums) {}

  @Override
  public long boundBytes() {
    return end - postings;
  }

  ScarceReader reader() {
    return new ScarceReader(bytes(), postings, end);
  }
}
