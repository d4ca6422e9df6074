package dev.tern.bench.synthetic;

/// How the terms of a document are drawn.
sealed interface DocumentModel permits LearnedSparseDocuments, Bm25Documents {
  /// Draws a document about a subject into an empty draft.
  ///
  /// @return its length, for whoever needs it
  int draw(TopicModel.Subject subject, RandomStream random, Draft draft);
}
