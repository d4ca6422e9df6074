package dev.tern.encoder.training.teacher;

/// One voice of an ensemble.
///
/// @param name for messages
/// @param weight how much it counts, above 0, relative to the others
/// @param source of its scores
public record Teacher(String name, double weight, ScoreSource source) {
  /// Refuses a weight that is not above 0.
  public Teacher {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "a teacher counts for something: name=" + name + " weight=" + weight);
    }
  }
}
