/// **How does Lucene do on the same impacts?** Apache Lucene's inverted index as a peer of ours.
///
/// An impact is kept as the frequency of a term in a document, and the score is Σ boost · frequency
/// without norms, so that Lucene returns the scores that our engine defines and prunes by its own
/// block maxima of impacts.
///
/// Invariant: scores are below 2²⁴, so that Lucene's floats are exact integers.
package dev.tern.bench.lucene;
