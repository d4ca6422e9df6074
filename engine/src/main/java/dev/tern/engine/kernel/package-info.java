/// **Here are bytes and arrays of scores, do the arithmetic.** The only user of
/// `jdk.incubator.vector` in this module.
///
/// Invariant: everything is integer arithmetic that cannot overflow, as [QueryImpacts] sees to, so
/// that the width of the vectors changes no result. Ranges are checked by those who call; where a
/// method loads whole vectors from memory, the memory goes on for a vector behind the last byte
/// that matters.
///
/// [QueryImpacts]: dev.tern.engine.query.QueryImpacts
package dev.tern.engine.kernel;
