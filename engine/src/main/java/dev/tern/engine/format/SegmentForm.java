package dev.tern.engine.format;

/// What whoever writes or reads a segment has to know of its index: the same for all segments.
///
/// @param windowDocuments documents in every window but the last of a segment
/// @param codes of the impacts
/// @param forwardStore whether the weights are kept beside the impacts
public record SegmentForm(int windowDocuments, CodeBook codes, boolean forwardStore) {
  /// With codes of 8 bits and without weights.
  public static SegmentForm plain(int windowDocuments) {
    return new SegmentForm(windowDocuments, CodeBook.BYTES, false);
  }

  /// The same with other codes.
  public SegmentForm withCodes(CodeBook newCodes) {
    return new SegmentForm(windowDocuments, newCodes, forwardStore);
  }

  /// What it has beyond version 3 of the manifest, a bit each.
  int features() {
    return (forwardStore ? Layout.FEATURE_FORWARD_STORE : 0)
        | (codes.bits() < Byte.SIZE ? Layout.FEATURE_CODES : 0);
  }
}
