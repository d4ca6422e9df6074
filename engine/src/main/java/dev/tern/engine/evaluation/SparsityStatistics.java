package dev.tern.engine.evaluation;

/// What sparse vectors cost, whatever the index does.
///
/// @param meanDocumentLength mean number of entries of a document
/// @param meanQueryLength mean number of entries of a query
/// @param flops `FLOPS = sum over terms t of P(t in a document) P(t in a query)`, the expected
///   number of multiplications for a pair of a document and a query. Paria et al. 2020
public record SparsityStatistics(double meanDocumentLength, double meanQueryLength, double flops) {
  /// The statistics of two sets of vectors over one vocabulary; all 0 where a set is empty.
  public static SparsityStatistics of(TermFrequencies documents, TermFrequencies queries) {
    double flops = 0;
    if (documents.vectors() > 0 && queries.vectors() > 0) {
      double[] pairs = {0};
      queries
          .vectorsWithTerm()
          .forEachKeyValue(
              (term, count) -> pairs[0] += (double) count * documents.vectorsWith(term));
      flops = pairs[0] / ((double) documents.vectors() * queries.vectors());
    }
    return new SparsityStatistics(documents.meanLength(), queries.meanLength(), flops);
  }
}
