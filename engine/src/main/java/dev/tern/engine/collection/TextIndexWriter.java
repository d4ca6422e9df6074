package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import dev.tern.engine.CommitSummary;
import dev.tern.engine.IndexWriter;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.format.PostingsLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;

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

  /// What the index held before; absent for a new one.
  private final Optional<SparseIndex> before;

  private TextIndexWriter(
      IndexWriter writer, DocumentSide documents, Optional<SparseIndex> before) {
    this.writer = writer;
    this.before = before;
    this.documents = documents;
  }

  /// A new index.
  ///
  /// @param directory that does not exist or is empty
  /// @throws IOException if it exists and is not empty, or if the model cannot be loaded
  public static TextIndexWriter create(Path directory, TextIndexOptions options)
      throws IOException {
    Preparation preparation = Preparation.of(options);
    return opened(
        preparation,
        Optional.empty(),
        () -> {
          IndexWriter writer = IndexWriter.create(directory, preparation.indexOptions(options));
          try {
            for (var property : preparation.description().toProperties().entrySet()) {
              writer.property(property.getKey(), property.getValue());
            }
            for (var attachment : preparation.material().attachments().entrySet()) {
              writer.attach(attachment.getKey(), attachment.getValue());
            }
            return writer;
          } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
          }
        });
  }

  /// An index that there is, to add to it.
  ///
  /// @param options with which it was made
  /// @throws IOException if there is none, if it was made with other options or if the model cannot
  ///   be loaded
  public static TextIndexWriter append(Path directory, TextIndexOptions options)
      throws IOException {
    Preparation preparation = Preparation.of(options);
    SparseIndex before = openOrClose(directory, preparation);
    return opened(
        preparation,
        Optional.of(before),
        () -> {
          IndexWriter writer = IndexWriter.open(directory, preparation.indexOptions(options));
          try {
            IndexDescription.of(directory, writer.properties())
                .requireSame(preparation.description(), directory);
            requireSame(before.layout(), options, directory);
            return writer;
          } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
          }
        });
  }

  private static void requireSame(PostingsLayout layout, TextIndexOptions options, Path directory)
      throws IOException {
    if (options.layout().isPresent() && options.layout().get() != layout) {
      throw new IOException(
          directory
              + " was made with the layout "
              + layout
              + " and not "
              + options.layout().get()
              + "; add to it with the options that made it");
    }
  }

  private interface Opening {
    IndexWriter run() throws IOException;
  }

  private static TextIndexWriter opened(
      Preparation preparation, Optional<SparseIndex> before, Opening opening) throws IOException {
    try {
      IndexWriter writer = opening.run();
      return new TextIndexWriter(writer, preparation.documents(writer.properties()), before);
    } catch (IOException | RuntimeException e) {
      before.ifPresent(SparseIndex::close);
      preparation.close();
      throw e;
    }
  }

  private static SparseIndex openOrClose(Path directory, Preparation preparation)
      throws IOException {
    try {
      return SparseIndex.open(directory);
    } catch (IOException | RuntimeException e) {
      preparation.close();
      throw e;
    }
  }

  /// Number of documents, those that are not committed yet included.
  public int documentCount() {
    return writer.documentCount();
  }

  /// Whether the index had a document with this key when it was opened to add to it.
  public boolean had(String key) {
    return before.isPresent() && before.get().docId(key).isPresent();
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

  /// Makes one segment of all documents, in an order in which similar ones are neighbours, which is
  /// the fastest to search. It takes effect with the next commit.
  ///
  /// @param progress told from time to time the share of the work that is done, in `[0, 1]`
  public void merge(DoubleConsumer progress) throws IOException {
    writer.merge(progress);
  }

  /// Makes all that was added durable and visible.
  public CommitSummary commit() throws IOException {
    for (var property : documents.properties().entrySet()) {
      if (!property.getValue().equals(writer.properties().get(property.getKey()))) {
        writer.property(property.getKey(), property.getValue());
      }
    }
    return writer.commit();
  }

  @Override
  public void close() throws IOException {
    before.ifPresent(SparseIndex::close);
    documents.close();
    writer.close();
  }
}
