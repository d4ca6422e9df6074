/// **Here is a sparse vector, give me the best documents.** The façade of the engine:
/// [IndexWriter][dev.tern.engine.IndexWriter] makes an index,
/// [SparseIndex][dev.tern.engine.SparseIndex] searches it.
///
/// Invariant: an open index is one commit and never changes; a search on it is exact unless it has
/// a [Budget][dev.tern.engine.Budget] or [TwoPhase][dev.tern.engine.TwoPhase]s, and every algorithm
/// gives the same hits with the same scores in the same order.
///
/// A document's weight w becomes the impact round(w / step) of 8 bits, with one step for the whole
/// index; a query's weights become integers likewise, with a step of their own. The integer score
/// of a document is the sum over the query's terms of query impact × document impact, and its score
/// is that integer times both steps. Hits are ordered by integer score, the greatest first, and
/// among equals by docId, the lowest first. An index with a forward store has the weights too and
/// can be searched by them, see [Scoring][dev.tern.engine.Scoring].
///
/// Threads: `SparseIndex.searchAll`, an `IndexWriter` whose options ask for more than one, and the
/// command line start some, nobody else does. Those of the first end with the call, those of the
/// second, which only `indexing.Workers` uses, when the writer is closed.
package dev.tern.engine;
