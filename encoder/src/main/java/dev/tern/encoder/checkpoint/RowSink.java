package dev.tern.encoder.checkpoint;

/// Takes the rows of a matrix in their order, some at a time.
@FunctionalInterface
public interface RowSink {
  /// Takes the next rows.
  ///
  /// @param values row-major, of which the first `rows` rows are the next; overwritten afterwards
  void add(float[] values, int rows);
}
