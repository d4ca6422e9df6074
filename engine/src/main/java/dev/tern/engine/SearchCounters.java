package dev.tern.engine;

import dev.tern.engine.query.Work;

/// What a search did.
///
/// @param documents that were compared with the best so far
/// @param postings whose impact was multiplied
/// @param blocks of 64 documents in which scores were completed
/// @param bytes of the postings that were scored and of the bounds that were added up; not what was
///   passed over or read ahead
/// @param rescored documents that were scored again, by their weights or with the rest of the terms
/// @param nanos how long its parts took
public record SearchCounters(
    long documents, long postings, long blocks, long bytes, long rescored, Nanos nanos) {
  /// The parts of a search, in nanoseconds.
  ///
  /// @param terms finding the terms of the query in the index
  /// @param bounds adding up the bounds of blocks, and choosing among them
  /// @param rare adding the impacts of rare terms to the scores of a window
  /// @param frequent completing live blocks with the impacts of frequent terms
  /// @param cursors going from document to document
  /// @param groups adding groups of equal impact to the scores
  /// @param collecting comparing documents with the best so far, where it is not part of another
  /// @param rescoring scoring candidates again
  /// @param hits putting the hits in order, and reading their keys
  public record Nanos(
      long terms,
      long bounds,
      long rare,
      long frequent,
      long cursors,
      long groups,
      long collecting,
      long rescoring,
      long hits) {}

  static SearchCounters of(Work work) {
    return new SearchCounters(
        work.documents(),
        work.postings(),
        work.blocks(),
        work.bytes(),
        work.rescored(),
        new Nanos(
            work.nanos(Work.Phase.TERMS),
            work.nanos(Work.Phase.BOUNDS),
            work.nanos(Work.Phase.RARE),
            work.nanos(Work.Phase.FREQUENT),
            work.nanos(Work.Phase.CURSORS),
            work.nanos(Work.Phase.GROUPS),
            work.nanos(Work.Phase.COLLECTING),
            work.nanos(Work.Phase.RESCORING),
            work.nanos(Work.Phase.HITS)));
  }
}
