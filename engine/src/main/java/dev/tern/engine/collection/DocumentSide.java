package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import java.io.IOException;

/// How the documents of an index become vectors.
interface DocumentSide extends AutoCloseable {
  /// Takes each document with its vector, in the order of the documents.
  interface Sink {
    void accept(Document document, SparseVector vector) throws IOException;
  }

  /// Encodes all documents; they may be iterated over more than once.
  void encode(Iterable<Document> documents, Sink sink) throws IOException;

  @Override
  void close();
}
