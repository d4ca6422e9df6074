package dev.tern.engine.postings;

/// Walks the postings of a term.
public interface ImpactCursor extends DocumentCursor {
  /// The impact of the posting the cursor stands on, 1 to 255; not to be called at the end.
  int impact();
}
