package dev.tern.engine.format;

/// What whoever writes or reads a segment has to know of its index: the same for all segments.
///
/// @param windowDocuments documents in every window but the last of a segment
/// @param layout in which order postings are kept
public record SegmentForm(int windowDocuments, PostingsLayout layout) {
  /// With postings in windows only.
  public static SegmentForm hybrid(int windowDocuments) {
    return new SegmentForm(windowDocuments, PostingsLayout.HYBRID);
  }
}
