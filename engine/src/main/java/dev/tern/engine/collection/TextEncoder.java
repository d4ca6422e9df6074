package dev.tern.engine.collection;

import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import java.io.IOException;

/// The vectors that texts have, without an index.
///
/// Lexical weights depend on the collection, so here they are the plain counts of the tokens.
public final class TextEncoder implements AutoCloseable {
  private final Preparation preparation;
  private final QueryVectors queries;

  private TextEncoder(Preparation preparation, QueryVectors queries) {
    this.preparation = preparation;
    this.queries = queries;
  }

  /// Loads what the options name.
  ///
  /// @throws IOException if the model or the query weights cannot be loaded
  public static TextEncoder load(TextIndexOptions options) throws IOException {
    Preparation preparation = Preparation.of(options);
    if (preparation.encoder().isEmpty()) {
      return new TextEncoder(preparation, new TokenCounts(preparation.tokenizer()));
    }
    SparseEncoder encoder = preparation.encoder().get();
    return new TextEncoder(
        preparation,
        preparation.material().weighting().isPresent()
            ? NeuralQueries.inferenceFree(
                preparation.tokenizer(), preparation.material().weighting().get())
            : NeuralQueries.siamese(encoder));
  }

  /// The vector of a document.
  public SparseVector document(String text) {
    return preparation.encoder().isPresent()
        ? preparation.encoder().get().encode(text)
        : queries.encode(text);
  }

  /// The vector of a query.
  public SparseVector query(String text) {
    return queries.encode(text);
  }

  /// How many tokens a model has read so far; 0 without a model.
  public long tokens() {
    return preparation.encoder().map(SparseEncoder::tokens).orElse(0L);
  }

  /// The token that a term of a vector stands for.
  public String token(int term) {
    return TextIndex.token(preparation.tokenizer().vocabulary(), term);
  }

  @Override
  public void close() {
    queries.close();
    preparation.encoder().ifPresent(SparseEncoder::close);
  }
}
