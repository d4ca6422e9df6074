package dev.tern.engine;

/// What the score of a document is.
///
/// Both are sums over the terms that query and document share of query weight × document weight.
public enum Scoring {
  /// With the integers that the weights became: exact sums of integers, fast. The score moves by a
  /// part of a percent, and neighbours in the list may change places.
  IMPACTS,
  /// With the weights as they were given, for which the index needs a forward store. The score is
  /// the sum in double precision of the products, which are exact there, in ascending order of the
  /// terms; hits are ordered by that sum, the greatest first, and among equals by docId, and carry
  /// it as a float.
  ///
  /// The list is that of a loop over all documents. A search by impacts collects all that the
  /// rounding of the impacts may hide, which [dev.tern.engine.query.WeightError] proves, and only
  /// these are scored again.
  WEIGHTS
}
