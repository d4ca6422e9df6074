/// **Here are documents with text, let me ask for them in words.** Encoder, index and stored text
/// in one directory; lexical (BM25) and neural side by side.
///
/// Invariant: an index records how its documents became vectors, so that a query is always turned
/// into a vector of the same vocabulary in the way that fits, without the caller saying how.
package dev.tern.engine.collection;
