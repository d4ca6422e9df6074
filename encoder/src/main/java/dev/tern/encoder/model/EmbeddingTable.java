package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.Int8Matrix;

/// A matrix of which rows are looked up.
sealed interface EmbeddingTable {
  static EmbeddingTable load(Checkpoint checkpoint, String name, int rows, int columns)
      throws CheckpointException {
    return checkpoint.isInt8(name)
        ? new OfInt8(checkpoint.readInt8(name, rows, columns))
        : new OfFloat32(checkpoint.read(name, rows, columns), columns);
  }

  /// Number of rows.
  int rows();

  /// Copies a row to `to[at]` and what follows it.
  void copyRow(int row, float[] to, int at);

  /// A table in float32, row-major.
  @SuppressWarnings("ArrayRecordComponent") // shared with nobody, and never compared
  record OfFloat32(float[] values, int columns) implements EmbeddingTable {
    @Override
    public int rows() {
      return values.length / columns;
    }

    @Override
    public void copyRow(int row, float[] to, int at) {
      System.arraycopy(values, row * columns, to, at, columns);
    }
  }

  /// A table in int8.
  record OfInt8(Int8Matrix values) implements EmbeddingTable {
    @Override
    public int rows() {
      return values.rows();
    }

    @Override
    public void copyRow(int row, float[] to, int at) {
      values.copyRow(row, to, at);
    }
  }
}
