package dev.tern.engine.postings;

/// Walks the postings of a term none of whose impacts is above a known bound.
public interface BoundedCursor extends ImpactCursor {
  /// The greatest impact of all postings of the term in this segment, 1 to 255. It is attained, so
  /// that no rounding is involved.
  int maxImpact();
}
