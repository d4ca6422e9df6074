package dev.tern.engine.query;

/// A document and its score.
///
/// @param docId within the index
/// @param score above 0
public record ScoredDocument(int docId, int score) {}
