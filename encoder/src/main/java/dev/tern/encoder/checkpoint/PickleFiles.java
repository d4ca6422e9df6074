package dev.tern.encoder.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a directory without safetensors files is refused.
///
/// Reading a pickle file runs the program in it, so such files are not read at all; the user is
/// told how to convert them once.
final class PickleFiles {
  private PickleFiles() {}

  /// The refusal of a directory that has no safetensors file.
  static CheckpointException refusal(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return new CheckpointException(directory + " is not a directory");
    }
    try (DirectoryStream<Path> pickles =
        Files.newDirectoryStream(directory, "*.{bin,pt,pth,pkl,ckpt}")) {
      for (Path pickle : pickles) {
        return new CheckpointException(
            pickle
                + " is a pickle file, which is not read because reading it can run code;"
                + " convert it once with Python, AutoModelForMaskedLM.from_pretrained("
                + "\"DIR\").save_pretrained(\"DIR\", safe_serialization=True), or take a revision"
                + " that has model.safetensors");
      }
    }
    return new CheckpointException(
        directory + " has neither model.safetensors nor model.safetensors.index.json");
  }
}
