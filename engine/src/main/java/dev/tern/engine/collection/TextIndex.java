package dev.tern.engine.collection;

import dev.tern.encoder.QueryTable;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.engine.Explanation;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SearchResult;
import dev.tern.engine.SparseIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// An index that is asked in words and answers with documents.
///
/// Lexical and inference-free indexes hold all that their queries need; a siamese one needs the
/// model that made it, whose place and fingerprint it records. Safe for use by several threads.
public final class TextIndex implements AutoCloseable {
  private final SparseIndex index;
  private final IndexDescription description;
  private final QueryVectors queries;
  private final Vocabulary vocabulary;

  private TextIndex(
      SparseIndex index,
      IndexDescription description,
      QueryVectors queries,
      Vocabulary vocabulary) {
    this.index = index;
    this.description = description;
    this.queries = queries;
    this.vocabulary = vocabulary;
  }

  /// Opens the last committed state of an index.
  ///
  /// @throws IOException if it is no index, damaged, written by a newer version, or if the model of
  ///   a siamese index is no longer where it was or has changed
  public static TextIndex open(Path directory) throws IOException {
    return open(directory, Optional.empty());
  }

  /// Opens an index whose model was moved.
  ///
  /// @param model where the model is now; absent for where it was
  public static TextIndex open(Path directory, Optional<Path> model) throws IOException {
    SparseIndex index = SparseIndex.open(directory);
    try {
      IndexDescription description = IndexDescription.of(directory, index.properties());
      QueryMaterial material = QueryMaterial.of(index);
      if (description.queries() == QueryMode.SIAMESE) {
        SparseEncoder encoder = model(directory, description, model);
        // The model brings its tokenizer, the same as that in the index.
        return new TextIndex(
            index, description, NeuralQueries.siamese(encoder), encoder.tokenizer().vocabulary());
      }
      Tokenizer tokenizer = material.tokenizer();
      QueryVectors queries =
          description.queries() == QueryMode.LEXICAL
              ? new LexicalQueries(tokenizer, index)
              : NeuralQueries.inferenceFree(tokenizer, table(directory, material));
      return new TextIndex(index, description, queries, tokenizer.vocabulary());
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private static QueryTable table(Path directory, QueryMaterial material) throws IOException {
    return material
        .table()
        .orElseThrow(
            () -> new IOException(directory + " has lost its query weights; build it again"));
  }

  private static SparseEncoder model(
      Path directory, IndexDescription description, Optional<Path> moved) throws IOException {
    Path place =
        moved
            .or(description::model)
            .orElseThrow(() ->
                new IOException(
                    directory + " does not say where its model is; name it with --model"));
    if (!Files.isDirectory(place)) {
      throw new IOException(
          "the model of "
              + directory
              + " is not at "
              + place
              + ", and its queries need it; say where it is with --model");
    }
    SparseModel model = SparseModel.open(place);
    if (!description.fingerprint().equals(Optional.of(model.fingerprint()))) {
      throw new IOException(
          place
              + " is not the model that made "
              + directory
              + ", its files differ; name the right one with --model or build the index again");
    }
    return model.encoder(
        TextIndexOptions.model(place)
            .withMaxTokens(description.maxTokens())
            .withLongText(description.longText()));
  }

  /// The best documents for a query, best first.
  public SearchResult search(String query, SearchOptions options) throws IOException {
    return index.search(vector(query), options);
  }

  /// Why a document has its score: the contribution of each token of the query.
  public Explanation explain(String query, String key) throws IOException {
    return index.explain(vector(query), key);
  }

  /// The vector of a query; without entries if nothing of it can be found.
  public SparseVector vector(String query) {
    return queries.encode(query);
  }

  /// The stored document of a hit.
  public Document document(int docId) throws IOException {
    return Document.fromBytes(index.key(docId), index.stored(docId));
  }

  /// The token that a term of a vector stands for.
  public String token(int term) {
    return token(vocabulary, term);
  }

  /// Models pad their embeddings, so a term may be beyond the vocabulary; its number stands for it.
  static String token(Vocabulary vocabulary, int term) {
    return term < vocabulary.size() ? vocabulary.token(term) : "[" + term + "]";
  }

  /// How the documents became vectors.
  public IndexDescription description() {
    return description;
  }

  /// The index of the vectors alone.
  public SparseIndex vectors() {
    return index;
  }

  @Override
  public void close() throws IOException {
    queries.close();
    index.close();
  }
}
