package dev.tern.encoder;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.model.WeightNames;
import java.io.IOException;

/// Where a model puts each token before it has read a text.
///
/// @param values [V x columns], row-major
/// @param columns of an embedding
@SuppressWarnings("ArrayRecordComponent") // never compared
record WordEmbeddings(float[] values, int columns) {
  /// Reads those of a transformer.
  static WordEmbeddings read(TransformerSide side) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
      String name = WeightNames.of(checkpoint, side.config()).wordEmbeddings();
      long[] shape = checkpoint.shape(name);
      int rows = Math.toIntExact(shape[0]);
      int columns = Math.toIntExact(shape[1]);
      return new WordEmbeddings(checkpoint.read(name, rows, columns), columns);
    }
  }

  /// Number of tokens, V.
  int rows() {
    return values.length / columns;
  }
}
