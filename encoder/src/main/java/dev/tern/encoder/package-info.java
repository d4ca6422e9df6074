/// **Here is text, give me a vector.** The façade of the encoder.
///
/// Invariant: every [SparseVector][dev.tern.encoder.SparseVector] handed out has strictly ascending
/// ids and finite weights above zero, whatever the model computed.
package dev.tern.encoder;
