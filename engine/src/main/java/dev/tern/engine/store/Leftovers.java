package dev.tern.engine.store;

import dev.tern.engine.format.Layout;
import dev.tern.engine.format.Manifest;
import java.io.IOException;
import java.util.Optional;

/// Files that no commit refers to: from a writer that crashed or gave up, or from the commit
/// before.
public final class Leftovers {
  private Leftovers() {}

  /// Removes them; only the holder of the writer's lock may.
  ///
  /// The names are forced first, because a commit whose rename is not on the disk yet may still be
  /// undone by a crash, and the commit before must then be whole.
  public static void remove(IndexFiles files) throws IOException {
    files.forceNames();
    Optional<Manifest> manifest = ManifestFile.find(files);
    for (String name : files.list()) {
      boolean inUse = manifest.isPresent() && manifest.get().refersTo(name);
      if (Layout.mayBeLeftover(name) && !inUse) {
        removeIfPossible(files, name);
      }
    }
  }

  /// Removes a file that no commit has referred to.
  ///
  /// Windows removes no file that a reader has mapped; the next writer will try again.
  public static void removeIfPossible(IndexFiles files, String name) {
    try {
      files.delete(name);
    } catch (IOException e) {
      // The file is in nobody's way: its number is not used again, or its name cannot be taken and
      // the writer that tries to says so.
    }
  }
}
