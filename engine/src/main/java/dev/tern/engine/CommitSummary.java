package dev.tern.engine;

/// The state of an index after a commit.
///
/// @param generation the number of the commit, from 1
/// @param documents number of documents in the index
/// @param postings number of postings in the index
/// @param saturatedWeights document weights above 255 steps so far, cut to impact 255; many of them
///   mean that the step, which the first documents decided, is too small for the later ones
/// @param droppedWeights document weights below half a step so far, which have no posting
public record CommitSummary(
    long generation, int documents, long postings, long saturatedWeights, long droppedWeights) {}
