package dev.tern.engine.format;

/// What whoever writes or reads a segment has to know of its index: the same for all segments.
///
/// @param windowDocuments documents in every window but the last of a segment
/// @param layout in which order postings are kept
/// @param codes of the impacts
/// @param forwardStore whether the weights are kept beside the impacts
public record SegmentForm(
    int windowDocuments, PostingsLayout layout, CodeBook codes, boolean forwardStore) {
  /// With postings in windows only, codes of 8 bits and no weights.
  public static SegmentForm plain(int windowDocuments) {
    return new SegmentForm(windowDocuments, PostingsLayout.HYBRID, CodeBook.BYTES, false);
  }

  /// The same with other codes.
  public SegmentForm withCodes(CodeBook newCodes) {
    return new SegmentForm(windowDocuments, layout, newCodes, forwardStore);
  }

  /// The same with postings in another order.
  public SegmentForm withLayout(PostingsLayout newLayout) {
    return new SegmentForm(windowDocuments, newLayout, codes, forwardStore);
  }

  /// How the docIds of a new segment are cut; no term is scarce where there are no windows.
  public Windows windows(int documents) {
    return layout.hasWindows()
        ? Windows.ofNew(documents, windowDocuments)
        : new Windows(documents, windowDocuments, 0);
  }

  /// What it has beyond version 3 of the manifest, a bit each.
  int features() {
    return (forwardStore ? Layout.FEATURE_FORWARD_STORE : 0)
        | (layout.hasGroups() ? Layout.FEATURE_LAYOUT : 0)
        | (codes.bits() < Byte.SIZE ? Layout.FEATURE_CODES : 0);
  }
}
