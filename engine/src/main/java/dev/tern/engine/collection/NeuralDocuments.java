package dev.tern.engine.collection;

import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.TitledText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;

/// Documents as a sparse encoder sees them.
final class NeuralDocuments implements DocumentSide {
  private final SparseEncoder encoder;

  /// @param encoder is closed with this
  NeuralDocuments(SparseEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public void encode(Iterable<Document> documents, Sink sink) throws IOException {
    encoder.encodeTitled(
        documents.iterator(),
        document -> new TitledText(document.title(), document.text()),
        (document, vector) -> {
          try {
            sink.accept(document, vector);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public long tokens() {
    return encoder.tokens();
  }

  @Override
  public OptionalDouble skippedShare() {
    return encoder.skippedShare();
  }

  @Override
  public void cancel() {
    encoder.cancel();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
