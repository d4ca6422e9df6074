package dev.tern.engine.collection;

import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.QueryOptions;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.SparseEncoder;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.util.Optional;

/// Queries as a query encoder sees them: by a table of weights, or through a model.
final class NeuralQueries implements QueryVectors {
  private final QueryEncoder encoder;
  private final Optional<SparseEncoder> model;

  private NeuralQueries(QueryEncoder encoder, Optional<SparseEncoder> model) {
    this.encoder = encoder;
    this.model = model;
  }

  static NeuralQueries inferenceFree(Tokenizer tokenizer, QueryWeighting weighting) {
    return new NeuralQueries(
        QueryEncoder.inferenceFree(tokenizer, weighting, QueryOptions.DEFAULT), Optional.empty());
  }

  /// @param model is closed with this
  static NeuralQueries siamese(SparseEncoder model) {
    return new NeuralQueries(QueryEncoder.siamese(model), Optional.of(model));
  }

  @Override
  public SparseVector encode(String query) {
    return encoder.encode(query);
  }

  @Override
  public void close() {
    encoder.close();
    model.ifPresent(SparseEncoder::close);
  }
}
