package dev.tern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory that is gone when its user is done.
///
/// @param path where it is
record TemporaryDirectory(Path path) implements AutoCloseable {
  static TemporaryDirectory create() throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory("tern-bench"));
  }

  /// Deletes what is in a directory.
  static void clear(Path directory) throws IOException {
    List<Path> contents;
    try (Stream<Path> list = Files.list(directory)) {
      contents = list.toList();
    }
    for (Path each : contents) {
      new TemporaryDirectory(each).close();
    }
  }

  @Override
  public void close() throws IOException {
    List<Path> contents;
    try (Stream<Path> walk = Files.walk(path)) {
      contents = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : contents) {
      Files.delete(each);
    }
  }
}
