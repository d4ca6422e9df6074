package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The refusal of a model whose weights turn out to be damaged only when a text is computed: all
/// are finite, or it would not have been loaded, but some are so large that what they give is not.
final class DamagedWeights {
  private DamagedWeights() {}

  /// @param folder of the model, which the message names
  /// @param cause that says what is not finite
  static UncheckedIOException in(Path folder, ArithmeticException cause) {
    return new UncheckedIOException(
        new CheckpointException(
            "the model in " + folder + " cannot be used: " + cause.getMessage(), cause));
  }
}
