package dev.tern.encoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// Where a model is: in a directory, or on the class path, as the one that is published with Tern.
public sealed interface ModelSource {
  /// A directory in one of the layouts that [dev.tern.encoder.checkpoint.ModelDirectory] reads.
  record Directory(Path path) implements ModelSource {
    /// Refuses null.
    public Directory {
      Objects.requireNonNull(path);
    }

    @Override
    public Opened open() {
      return new Opened(path, () -> {});
    }

    /// The path.
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// The model that is published with Tern, [BundledModel].
  record Bundled() implements ModelSource {
    @Override
    public Opened open() throws IOException {
      return BundledModel.unpack();
    }

    /// `bundled:` and the name of the model.
    @Override
    public String toString() {
      return BUNDLED + BundledModel.NAME;
    }
  }

  /// What the texts of bundled sources begin with.
  String BUNDLED = "bundled:";

  /// The source that printed itself so.
  ///
  /// @throws IllegalArgumentException if the text names a bundled model that this version does not
  ///   have
  static ModelSource parse(String text) {
    if (!text.startsWith(BUNDLED)) {
      return new Directory(Path.of(text));
    }
    if (!text.equals(BUNDLED + BundledModel.NAME)) {
      throw new IllegalArgumentException("no model of this name is bundled: model=" + text);
    }
    return new Bundled();
  }

  /// Makes the files of the model readable.
  ///
  /// @throws IOException if the bundled model is missing or damaged
  Opened open() throws IOException;

  /// The files of a model while they are being read.
  final class Opened implements AutoCloseable {
    private final Path directory;
    private final Cleanup cleanup;

    interface Cleanup {
      void run() throws IOException;
    }

    Opened(Path directory, Cleanup cleanup) {
      this.directory = directory;
      this.cleanup = cleanup;
    }

    /// Where they are; for a bundled model only until this is closed.
    public Path directory() {
      return directory;
    }

    @Override
    public void close() throws IOException {
      cleanup.run();
    }
  }
}
