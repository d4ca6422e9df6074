package dev.tern.engine;

/// A document that a search found.
///
/// @param docId its number in the index that was searched
/// @param key its key; empty if the search was to leave keys out
/// @param score integerScore times the step of the documents and that of the query; in a search by
///   [Scoring#WEIGHTS] the sum that this approximates
/// @param integerScore the sum over the query's terms of query impact × document impact, above 0;
///   it decides the order. 0 in a search by weights, which is in the order of exact sums
public record Hit(int docId, String key, float score, int integerScore) {}
