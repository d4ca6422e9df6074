/// **How do vectors become an immutable segment?** Documents are buffered, their weights quantised
/// to impacts, the vectors turned round into postings, and all of it written to one file.
///
/// Vectors are inverted a batch at a time as they come: a batch takes 3 bytes a posting and no
/// object for a document, so that a buffer is cheap to keep and to collect.
///
/// Segments are merged by walking the postings of each term, which is why this package uses
/// `postings`.
///
/// Invariant: docIds of a segment are the places of the documents in the buffer, or in the segments
/// that were merged, without those that were deleted; and the impacts of all segments of an index
/// have the same step.
package dev.tern.engine.indexing;
