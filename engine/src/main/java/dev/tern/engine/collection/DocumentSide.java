package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;

/// How the documents of an index become vectors.
interface DocumentSide extends AutoCloseable {
  /// Takes each document with its vector, in the order of the documents.
  interface Sink {
    void accept(Document document, SparseVector vector) throws IOException;
  }

  /// Encodes all documents; they may be iterated over more than once.
  ///
  /// @throws java.util.concurrent.CancellationException after [#cancel]
  void encode(Iterable<Document> documents, Sink sink) throws IOException;

  /// How many tokens of documents have been encoded so far. For any thread.
  long tokens();

  /// What documents that are added later have to know, to be kept with the index.
  default Map<String, String> properties() {
    return Map.of();
  }

  /// Which part of the work of the model's head was skipped so far, as
  /// [dev.tern.encoder.SparseEncoder#skippedShare] says; empty if none was.
  default OptionalDouble skippedShare() {
    return OptionalDouble.empty();
  }

  /// Makes the encoding under way end soon. For any thread.
  void cancel();

  @Override
  void close();
}
