package dev.tern.encoder.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory with all that it holds. Symbolic links are deleted and not followed.
public final class DirectoryTree {
  private DirectoryTree() {}

  /// Deletes a directory and what it holds, if it is there.
  ///
  /// @throws IOException if something cannot be deleted; what was deleted before it is gone
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> contents;
    try (Stream<Path> walk = Files.walk(directory)) {
      contents = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : contents) {
      Files.delete(each);
    }
  }
}
