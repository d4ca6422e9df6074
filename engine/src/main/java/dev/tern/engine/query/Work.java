package dev.tern.engine.query;

import java.util.EnumMap;
import java.util.Map;

/// What a search has done so far, counted if the caller asks for it. Used again for every search.
public final class Work {
  /// What a search does, one after the other or in turn.
  public enum Phase {
    /// Finding the terms of the query in the index.
    TERMS,
    /// Adding up the bounds of blocks, and choosing among them.
    BOUNDS,
    /// Adding the impacts of rare terms to the scores of a window.
    RARE,
    /// Completing live blocks with the impacts of frequent terms.
    FREQUENT,
    /// Going from document to document with cursors.
    CURSORS,
    /// Adding groups of equal impact to the scores.
    GROUPS,
    /// Comparing documents with the best so far.
    COLLECTING,
    /// Scoring candidates again.
    RESCORING,
    /// Putting the hits in order, and reading their keys.
    HITS
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private boolean counting;
  private long since;
  private long documents;
  private long postings;
  private long blocks;
  private long bytes;
  private long rescored;

  /// Starts a search.
  ///
  /// @param counts whether to count
  public void start(boolean counts) {
    counting = counts;
    documents = 0;
    postings = 0;
    blocks = 0;
    bytes = 0;
    rescored = 0;
    if (counting) {
      nanos.clear();
      since = System.nanoTime();
    }
  }

  /// Whether somebody wants to know.
  boolean isCounting() {
    return counting;
  }

  /// Says that the time since the last call was that of a phase.
  public void endOf(Phase phase) {
    if (counting) {
      long now = System.nanoTime();
      nanos.merge(phase, now - since, Long::sum);
      since = now;
    }
  }

  void countDocuments(long more) {
    documents += more;
  }

  void countPostings(long more) {
    postings += more;
  }

  void countBlocks(long more) {
    blocks += more;
  }

  void countBytes(long more) {
    bytes += more;
  }

  /// Counts documents that were scored again.
  public void countRescored(long more) {
    rescored += more;
  }

  /// Documents that were scored again.
  public long rescored() {
    return rescored;
  }

  /// Documents that were compared with the best so far.
  public long documents() {
    return documents;
  }

  /// Postings whose impact was multiplied.
  public long postings() {
    return postings;
  }

  /// Blocks of 64 documents in which scores were completed.
  public long blocks() {
    return blocks;
  }

  /// Bytes of the postings that were scored and of the bounds that were added up.
  public long bytes() {
    return bytes;
  }

  /// How long a phase took in all.
  public long nanos(Phase phase) {
    return nanos.getOrDefault(phase, 0L);
  }
}
