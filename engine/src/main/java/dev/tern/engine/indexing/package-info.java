/// **How do vectors become an immutable segment?** Documents are buffered, their weights quantised
/// to impacts, the vectors turned round into postings, and all of it written to one file.
///
/// Invariant: docIds of a segment are the places of the documents in the buffer, and the impacts of
/// all segments of an index have the same step.
package dev.tern.engine.indexing;
