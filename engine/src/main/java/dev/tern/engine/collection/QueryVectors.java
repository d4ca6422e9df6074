package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;

/// How the queries of an index become vectors.
interface QueryVectors extends AutoCloseable {
  /// The vector of a query; without entries if nothing of it can be found.
  SparseVector encode(String query);

  @Override
  void close();
}
