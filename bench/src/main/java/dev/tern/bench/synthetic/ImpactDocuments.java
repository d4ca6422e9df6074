package dev.tern.bench.synthetic;

/// Documents with integer impacts, drawn or encoded.
public interface ImpactDocuments {
  /// Number of documents.
  int documents();

  /// Number of postings.
  long postings();

  /// Number of terms of a document.
  int size(int document);

  /// The term at a position of a document; terms ascend.
  int term(int document, int position);

  /// The impact of the term at a position of a document, 1 to 255.
  int impact(int document, int position);
}
