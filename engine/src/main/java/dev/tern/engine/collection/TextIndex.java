package dev.tern.engine.collection;

import dev.tern.encoder.ModelSource;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.Vocabulary;
import dev.tern.engine.Explanation;
import dev.tern.engine.Scoring;
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
  /// @throws IOException as [#open(Path, OpenOptions)]
  public static TextIndex open(Path directory) throws IOException {
    return open(directory, OpenOptions.DEFAULT);
  }

  /// Opens the last committed state of an index with options.
  ///
  /// @throws IOException if it is no index, damaged, written by a newer version, if the model of a
  ///   siamese index is no longer where it was or has changed, or if the model that the options
  ///   name has other weights, another floor or another table of query weights than the one that
  ///   made the index
  public static TextIndex open(Path directory, OpenOptions options) throws IOException {
    SparseIndex index = SparseIndex.open(directory);
    try {
      IndexDescription description = IndexDescription.of(directory, index.properties());
      if (description.queries() == QueryMode.SIAMESE) {
        SparseEncoder encoder = encoder(directory, description, options.model());
        // The model brings its tokenizer, the same as that in the index.
        return new TextIndex(
            index, description, NeuralQueries.siamese(encoder), encoder.tokenizer().vocabulary());
      }
      if (options.model().isPresent() && description.model().isPresent()) {
        requireSame(directory, description.model().get(), options.model().get());
      }
      QueryMaterial material = QueryMaterial.of(index);
      Tokenizer tokenizer = material.tokenizer();
      QueryVectors queries =
          description.queries() == QueryMode.LEXICAL
              ? new LexicalQueries(tokenizer, index)
              : NeuralQueries.inferenceFree(tokenizer, weighting(directory, material, options));
      return new TextIndex(index, description, queries, tokenizer.vocabulary());
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private static QueryWeighting weighting(
      Path directory, QueryMaterial material, OpenOptions options) throws IOException {
    QueryWeighting weighting =
        material
            .weighting()
            .orElseThrow(
                () -> new IOException(directory + " has lost its query weights; build it again"));
    return options.expansion() ? weighting : weighting.withoutExpansion();
  }

  private static void requireSame(Path directory, ModelIdentity identity, Path place)
      throws IOException {
    SparseModel model = SparseModel.open(new ModelSource.Directory(place), place);
    requireSame(directory, identity, model);
  }

  private static void requireSame(Path directory, ModelIdentity identity, SparseModel model)
      throws IOException {
    if (!identity.isSame(model.identity())) {
      throw new IOException(
          model.source()
              + " is not the model that made "
              + directory
              + ", its files differ; name the right one with --model or build the index again");
    }
  }

  private static SparseEncoder encoder(
      Path directory, IndexDescription description, Optional<Path> moved) throws IOException {
    ModelIdentity identity =
        description
            .model()
            .orElseThrow(() ->
                new IOException(
                    directory + " does not say which model made it; build the index again"));
    ModelSource place =
        moved.<ModelSource>map(ModelSource.Directory::new).orElse(identity.source());
    if (place instanceof ModelSource.Directory(Path path) && !Files.isDirectory(path)) {
      throw new IOException(
          "the model of "
              + directory
              + " is not at "
              + place
              + ", and its queries need it; say where it is with --model");
    }
    try (ModelSource.Opened opened = place.open()) {
      SparseModel model = SparseModel.open(place, opened.directory());
      requireSame(directory, identity, model);
      return model.encoder(
          TextIndexOptions.model(place)
              .withMaxTokens(description.maxTokens())
              .withLongText(description.longText()));
    }
  }

  /// The best documents for a query, best first.
  public SearchResult search(String query, SearchOptions options) throws IOException {
    return index.search(vector(query), options);
  }

  /// Why a document has its score: the contribution of each token of the query.
  public Explanation explain(String query, String key) throws IOException {
    return index.explain(vector(query), key);
  }

  /// Why a document has its score, by impacts or by weights.
  ///
  /// @throws IllegalArgumentException if it is asked for by weights that the index has not kept
  public Explanation explain(String query, String key, Scoring scoring) throws IOException {
    return index.explain(vector(query), key, scoring);
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
