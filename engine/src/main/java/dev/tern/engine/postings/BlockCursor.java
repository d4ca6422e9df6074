package dev.tern.engine.postings;

/// Walks the postings of a term whose impacts have a bound in every block of 64 documents, those
/// from `64 b` to `64 b + 63`.
public interface BlockCursor extends BoundedCursor {
  /// The greatest impact of all postings in the block of `target`, 0 if there are none. It is
  /// attained. Does not move the cursor.
  ///
  /// @param target at least the docId of the cursor and of all targets so far
  int blockMaxImpact(int target);
}
