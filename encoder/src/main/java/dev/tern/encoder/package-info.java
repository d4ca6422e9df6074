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
/// | as many as a [Student][dev.tern.encoder.training.model.Student] is made with, the caller's among them | its passes, forward and backward |
/// | one, during the first load of a program | calls kernels, so that they are compiled when the model is there |
package dev.tern.encoder;
