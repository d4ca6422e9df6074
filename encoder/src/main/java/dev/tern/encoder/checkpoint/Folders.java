package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders of a model directory that its files name; they cannot lead out of it.
///
/// Symbolic links are followed, since a hub cache is made of them: what is checked is the name.
final class Folders {
  private Folders() {}

  /// The folder that `name` means under `base`: `base` itself for the empty name.
  ///
  /// @param file that holds the name, for the message
  /// @throws CheckpointException if the name is absolute or holds anything but plain folder names
  static Path resolve(Path base, String name, Path file) throws CheckpointException {
    if (name.isEmpty()) {
      return base;
    }
    Path folder = base;
    for (String part : name.split("/", -1)) {
      if (!isPlain(part)) {
        throw new CheckpointException(
            file + " names the folder " + Quoted.of(name) + ", which is not one inside " + base);
      }
      folder = folder.resolve(part);
    }
    return folder;
  }

  /// Whether `name` is one name, without separators of any system, and not hidden.
  static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.charAt(0) != '.'
        && name.codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || "._-+@= ".indexOf(c) >= 0);
  }

  /// The first of the folders that has a tokenizer.
  ///
  /// @throws CheckpointException if none has, naming the first
  static Path tokenizer(Path... folders) throws CheckpointException {
    for (Path folder : folders) {
      if (hasTokenizer(folder)) {
        return folder;
      }
    }
    throw new CheckpointException(
        folders[0] + " has neither tokenizer.json nor vocab.txt; fetch one of them too");
  }

  private static boolean hasTokenizer(Path folder) {
    return Files.exists(folder.resolve("tokenizer.json"))
        || Files.exists(folder.resolve("vocab.txt"));
  }
}
