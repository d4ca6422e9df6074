package dev.tern.engine.format;

/// What the manifest says about another file of the index.
///
/// @param kind of the file
/// @param number that no other file of the index has had, at least 1; it makes the file's name
/// @param lengthBytes of the whole file
/// @param checksum CRC32C of the file's tail, which is its chunk checksums and its footer
public record FileEntry(FileKind kind, long number, long lengthBytes, int checksum) {
  /// The name of the file within the directory of the index.
  public String name() {
    return kind.fileName(number);
  }
}
