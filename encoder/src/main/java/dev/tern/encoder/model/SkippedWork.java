package dev.tern.encoder.model;

/// How much work of the language model head was skipped, since the model was loaded.
///
/// @param dimensions of the bounds in use, rounded mean over the vocabulary; 0 where the head does
///   not skip (yet)
/// @param pairs of a column of the vocabulary and a chunk of up to 16 tokens that were bounded
/// @param computed those of them that had to be computed in full
public record SkippedWork(int dimensions, long pairs, long computed) {}
