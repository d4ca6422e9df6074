package dev.tern.encoder.training.run;

import dev.tern.encoder.checkpoint.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Directories that appear when they are whole.
final class Directories {
  private Directories() {}

  /// Fills a directory.
  interface Writing {
    void into(Path directory) throws IOException;
  }

  /// Replaces `target`, if it is there: what fails on the way leaves the one before.
  static void replace(Path target, Writing writing) throws IOException {
    Path unfinished = beside(target, ".unfinished");
    Path before = beside(target, ".before");
    DirectoryTree.delete(unfinished);
    try {
      writing.into(unfinished);
      if (Files.exists(target)) {
        DirectoryTree.delete(before);
        Files.move(target, before, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      DirectoryTree.delete(unfinished);
    }
    DirectoryTree.delete(before);
  }

  /// Puts back what was there before a replacement that was cut off between its two moves.
  static void recover(Path target) throws IOException {
    Path before = beside(target, ".before");
    if (!Files.exists(target) && Files.exists(before)) {
      Files.move(before, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path beside(Path target, String ending) {
    return target.resolveSibling(target.getFileName() + ending);
  }
}
