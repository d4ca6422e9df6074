package dev.tern.encoder.training.data;

import java.io.Closeable;
import java.io.IOException;

/// Examples that can be read in any order. One thread at a time.
public interface ExampleSource extends Closeable {
  /// Number of rows, usable or not.
  int size();

  /// A row with all of its documents.
  ///
  /// @param row in `[0, size())`
  /// @param epoch which of several positive documents is meant, counted from 0
  /// @throws TrainingDataException if the row cannot be used
  Example read(int row, long epoch) throws IOException;

  /// `FILE:LINE` of a row, for messages.
  String place(int row);
}
