/// **Here is text, give me a vector.** The façade of the encoder.
///
/// ```java
/// try (SparseEncoder documents = SparseEncoder.load(directory);
///     QueryEncoder queries = QueryEncoder.load(directory)) {
///   double score = queries.encode("red planet").dot(documents.encode("Mars looks red."));
/// }
/// ```
///
/// Invariant: every [SparseVector][dev.tern.encoder.SparseVector] handed out has strictly ascending
/// ids and finite weights above zero, whatever the model computed.
///
/// | threads | where |
/// |---|---|
/// | the caller's | everything but what follows |
/// | workers, as many as [Batching][dev.tern.encoder.Batching] says | tokenizing and forward passes of `encodeAll` |
/// | helpers, one fewer | with the caller, the forward pass of `encode` while nothing else is encoded |
package dev.tern.encoder;
