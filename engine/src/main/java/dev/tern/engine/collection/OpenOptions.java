package dev.tern.engine.collection;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What may be chosen when a [TextIndex] is opened.
///
/// @param model directory of the model that the index must have been made with; a siamese index
///   whose model was moved needs it. Absent for where the index says that it was
/// @param expansion whether tokens of queries stand for others as the index says, if it does
public record OpenOptions(Optional<Path> model, boolean expansion) {
  /// As the index says.
  public static final OpenOptions DEFAULT = new OpenOptions(Optional.empty(), true);

  /// Refuses null.
  public OpenOptions {
    Objects.requireNonNull(model);
  }

  /// The same with a model.
  public OpenOptions withModel(Path directory) {
    return new OpenOptions(Optional.of(directory), expansion);
  }

  /// The same, with the expansion of the index or without.
  public OpenOptions withExpansion(boolean expansion) {
    return new OpenOptions(model, expansion);
  }
}
