package dev.tern.encoder.training.data;

import java.util.List;

/// Examples of one data set, which therefore have equally many documents.
///
/// @param number counted from 0
/// @param dataSet name of the data set
/// @param examples at least one
public record Batch(long number, String dataSet, List<PlacedExample> examples) {
  /// Copies the list.
  public Batch {
    examples = List.copyOf(examples);
  }
}
