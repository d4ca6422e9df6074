package dev.tern.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// A collection that Tern and Lucene index and search.
interface EngineCollection {
  /// A short name, such as "lsr 1M clustered".
  String label();

  /// The names of its kinds of queries.
  List<String> queryKinds();

  /// Whether its rows have targets.
  boolean isAimed();

  /// Writes both indexes and the queries; nothing of the collection stays in memory.
  ///
  /// @param indexes in a new directory
  /// @param queries most of each kind
  EngineIndexes.Built write(
      EngineIndexes indexes, long seed, int queries, Consumer<String> progress) throws IOException;

  /// Measures what only this collection has.
  ///
  /// @param effort of each measurement
  default void measureMore(
      EngineIndexes indexes,
      EngineSearchBench.Effort effort,
      Consumer<String> progress,
      Consumer<Row> rows)
      throws IOException {}
}
