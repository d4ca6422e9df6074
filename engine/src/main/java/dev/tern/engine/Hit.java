package dev.tern.engine;

/// A document that a search found.
///
/// @param docId its number in the index that was searched
/// @param key its key
/// @param score integerScore times the step of the documents and that of the query
/// @param integerScore the sum over the query's terms of query impact × document impact, above 0;
///   it decides the order
public record Hit(int docId, String key, float score, int integerScore) {}
