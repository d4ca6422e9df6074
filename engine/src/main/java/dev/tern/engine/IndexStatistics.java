package dev.tern.engine;

/// Figures of an index.
///
/// @param documents number of documents
/// @param postings number of (term, document) pairs with an impact above 0, those of deleted
///   documents included until their segment is merged
/// @param segments number of segment files
/// @param sizeBytes of all files that the index consists of, the manifest left out
/// @param step of the impacts; 0 if the index has no posting
/// @param saturatedWeights document weights above 255 steps, cut to impact 255
/// @param droppedWeights document weights below half a step, which have no posting
public record IndexStatistics(
    int documents,
    long postings,
    int segments,
    long sizeBytes,
    float step,
    long saturatedWeights,
    long droppedWeights) {
  /// Mean number of postings of a document; 0 for an empty index.
  public double meanVectorLength() {
    return documents == 0 ? 0 : (double) postings / documents;
  }
}
