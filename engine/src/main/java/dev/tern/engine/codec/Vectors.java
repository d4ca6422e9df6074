package dev.tern.engine.codec;

import java.io.IOException;

/// Vectors to write, by docId.
public interface Vectors {
  /// How many there are.
  int size();

  /// How many entries a vector has.
  int length(int docId) throws IOException;

  /// Copies the entries of a vector, terms ascending, to the start of arrays.
  ///
  /// @throws IOException if the file they come from turns out to be damaged
  void copy(int docId, int[] terms, float[] weights) throws IOException;
}
