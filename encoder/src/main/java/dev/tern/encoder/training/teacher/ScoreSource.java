package dev.tern.encoder.training.teacher;

import dev.tern.encoder.training.data.Example;
import java.io.IOException;

/// Something that scores documents for a query.
@FunctionalInterface
public interface ScoreSource {
  /// The scores of the documents of an example, in their order, on any scale.
  ///
  /// @throws IOException if there is no score for one of them
  double[] scores(Example example) throws IOException;

  /// The scores that stand in the rows of a file of distillation rows.
  static ScoreSource ofRows() {
    return example -> example.scores().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
