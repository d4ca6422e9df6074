package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.CommitSummary;
import dev.tern.engine.IndexWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;

/// Makes an index of documents with text.
///
/// What was added becomes visible, all at once, with [#commit]; without it nothing has happened.
/// For use by one thread; the encoder may use several.
public final class TextIndexWriter implements AutoCloseable {
  /// Told of every document that was encoded, in their order.
  @FunctionalInterface
  public interface Listener {
    /// Takes a document that was encoded.
    ///
    /// @param document that is in the index now
    /// @param vector of the document as the encoder made it
    void added(Document document, SparseVector vector);
  }

  private final IndexWriter writer;
  private final DocumentSide documents;

  private TextIndexWriter(IndexWriter writer, DocumentSide documents) {
    this.writer = writer;
    this.documents = documents;
  }

  /// A new index.
  ///
  /// @param directory that does not exist or is empty
  /// @throws IOException if it exists and is not empty, or if the model cannot be loaded
  public static TextIndexWriter create(Path directory, TextIndexOptions options)
      throws IOException {
    Preparation preparation = Preparation.of(options);
    DocumentSide documents = preparation.documents();
    IndexWriter writer = null;
    try {
      writer = IndexWriter.create(directory, preparation.indexOptions());
      for (Map.Entry<String, String> property :
          preparation.description().toProperties().entrySet()) {
        writer.property(property.getKey(), property.getValue());
      }
      for (Map.Entry<String, byte[]> attachment : preparation.material().attachments().entrySet()) {
        writer.attach(attachment.getKey(), attachment.getValue());
      }
      return new TextIndexWriter(writer, documents);
    } catch (IOException | RuntimeException e) {
      documents.close();
      if (writer != null) {
        writer.close();
      }
      throw e;
    }
  }

  /// Encodes and adds documents.
  ///
  /// @param added they may be iterated over more than once
  /// @param listener told of each
  /// @throws IOException if a document cannot be read, if a key is used twice or if writing fails;
  ///   what was committed before stays as it is
  /// @throws CancellationException after [#cancel]
  public void add(Iterable<Document> added, Listener listener) throws IOException {
    try {
      documents.encode(
          added,
          (document, vector) -> {
            writer.add(document.key(), vector, document.toBytes());
            listener.added(document, vector);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Encodes and adds documents.
  ///
  /// @throws IOException as [#add(Iterable, Listener)]
  public void add(Iterable<Document> added) throws IOException {
    add(added, (document, vector) -> {});
  }

  /// How many tokens of documents have been encoded so far, special ones included where a model
  /// reads them. For any thread.
  public long tokens() {
    return documents.tokens();
  }

  /// Which part of the head of the model was certain to change no weight and was not computed, in
  /// `[0, 1]`; empty if nothing was skipped.
  public OptionalDouble skippedShare() {
    return documents.skippedShare();
  }

  /// Makes an [#add] that is under way in another thread end soon, with a [CancellationException].
  /// What the listener was told of is added and can be committed. For any thread.
  public void cancel() {
    documents.cancel();
  }

  /// Makes all that was added durable and visible.
  public CommitSummary commit() throws IOException {
    return writer.commit();
  }

  @Override
  public void close() throws IOException {
    documents.close();
    writer.close();
  }
}
