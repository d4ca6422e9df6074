package dev.tern.bench.synthetic;

/// The order in which the documents of a collection get their docIds.
public enum DocumentOrder {
  /// Documents of like topics side by side: what a good reordering of a real collection comes near.
  CLUSTERED,
  /// As drawn, which is also the order of arrival.
  RANDOM,
  /// As drawn, and then put in order by the engine's recursive graph bisection when it merges.
  BISECTION
}
