package dev.tern.engine.collection;

import dev.tern.encoder.ModelSource;

/// By what an index knows the model again that made it.
///
/// @param source where the model was
/// @param weights SHA-256 of weights, configuration and tokenizer
/// @param retrieval SHA-256 of query weights, expansion, and the file that says what floor
///   documents have; empty in indexes of versions that did not record it
public record ModelIdentity(ModelSource source, String weights, String retrieval) {
  /// Whether another model would make the same vectors of documents and queries.
  boolean isSame(ModelIdentity other) {
    return weights.equals(other.weights)
        && (retrieval.isEmpty() || retrieval.equals(other.retrieval));
  }
}
