package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text of a model directory, read as a whole.
final class TextFile {
  /// Ten times the largest index or table of weights that is published. A parsed text takes many
  /// times the memory of its bytes, so a larger one could exhaust it.
  private static final long MAX_BYTES = 20_000_000;

  private TextFile() {}

  /// The text of a file.
  ///
  /// @throws CheckpointException if it is missing, too large or not UTF-8
  /// @throws IOException if it cannot be read
  static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(file + " is missing or not a file; check the path");
    }
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new CheckpointException(
          file + " has " + size + " bytes, more than the " + MAX_BYTES + " that are read");
    }
    return Utf8.decode(Files.readAllBytes(file))
        .orElseThrow(() -> new CheckpointException(file + " is not valid UTF-8"));
  }
}
