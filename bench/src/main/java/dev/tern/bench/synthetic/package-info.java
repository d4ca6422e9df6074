/// **What is there to search when no collection is large enough?** Documents and queries drawn from
/// a model of topics, with the statistics of learned sparse vectors or of BM25 impacts.
///
/// Super-topics have topics, and topics have sub-topics; each is a list of terms, the likelier ones
/// first. A document has two topics and a background of terms that follow Zipf's law, so that
/// documents of a topic share terms and impacts, as real ones do.
///
/// Invariant: everything is decided by (kind, number of documents, seed), whatever the machine and
/// the number of threads. Document d of a seed has the same terms in a collection of any size.
package dev.tern.bench.synthetic;
