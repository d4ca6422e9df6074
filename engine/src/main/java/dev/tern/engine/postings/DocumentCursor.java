package dev.tern.engine.postings;

/// Walks docIds in ascending order. A new cursor stands on the first one.
public interface DocumentCursor {
  /// The docId of a cursor that has passed the last document; greater than every docId.
  int END = Integer.MAX_VALUE;

  /// The docId the cursor stands on, or [#END].
  int docId();

  /// Moves to the next docId and returns it, or [#END]; not to be called at the end.
  int next();

  /// Moves to the first docId that is at least `target`, unless the cursor stands there or beyond
  /// already, and returns where it stands.
  int advance(int target);
}
