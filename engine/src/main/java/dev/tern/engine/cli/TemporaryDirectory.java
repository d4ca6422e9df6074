package dev.tern.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory that is gone when its user is done, and when the program is interrupted.
record TemporaryDirectory(Path path) implements AutoCloseable {
  static TemporaryDirectory create() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    if (!Files.isDirectory(parent)) {
      throw new IOException(
          "the directory for temporary files, "
              + parent
              + ", does not exist; create it, or name"
              + " another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR");
    }
    TemporaryDirectory directory = new TemporaryDirectory(Files.createTempDirectory("tern"));
    Runtime.getRuntime().addShutdownHook(new Thread(directory::closeIfPossible));
    return directory;
  }

  @Override
  public void close() throws IOException {
    List<Path> contents;
    try (Stream<Path> walk = Files.walk(path)) {
      contents = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path each : contents) {
      Files.deleteIfExists(each);
    }
  }

  private void closeIfPossible() {
    try {
      close();
    } catch (IOException e) {
      // The system's own cleaning is left.
    }
  }
}
