package dev.tern.encoder.training.data;

/// A source of examples in a mixture.
///
/// @param name unique in the mixture
/// @param source closed by who opened it
/// @param group documents of each example, at least 1
/// @param weight share of the batches, above 0, relative to the others'
public record DataSet(String name, ExampleSource source, int group, double weight) {
  /// Refuses an empty group and a weight that is not above 0.
  public DataSet {
    if (group < 1 || !(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "a data set has documents and a finite weight above 0: name="
              + name
              + " group="
              + group
              + " weight="
              + weight);
    }
  }
}
