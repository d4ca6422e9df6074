package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a model directory with their SHA-256, one a line as `sha256sum` writes and checks
/// them:
///
/// ```
/// 64 hexadecimal digits, two spaces, path with / between folders, LF
/// ```
public final class FileList {
  /// The name of the file, which is not in the list itself.
  public static final String NAME = "files.sha256";

  private static final int DIGITS = 64;

  private FileList() {}

  /// Writes the list of a directory into it.
  public static void write(Path directory) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      if (!name.equals(NAME)) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        hashes.put(name, HexFormat.of().formatHex(digest.digest()));
      }
    }
    StringBuilder lines = new StringBuilder();
    hashes.forEach((name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
    Files.writeString(directory.resolve(NAME), lines);
  }

  /// The hashes in a list, by file.
  ///
  /// @param source what messages call the list
  /// @throws CheckpointException if a line is none, or names a file that is not inside
  public static Map<String, String> parse(String list, String source) throws CheckpointException {
    Map<String, String> hashes = new TreeMap<>();
    for (String line : list.lines().toList()) {
      boolean right =
          line.length() > DIGITS + 2
              && line.startsWith("  ", DIGITS)
              && line.substring(0, DIGITS).matches("[0-9a-f]+");
      String name = right ? line.substring(DIGITS + 2) : "";
      if (!right || !Stream.of(name.split("/", -1)).allMatch(Folders::isPlain)) {
        throw new CheckpointException(
            source + " has the line " + Quoted.of(line) + ", which is no hash with a file");
      }
      hashes.put(name, line.substring(0, DIGITS));
    }
    return hashes;
  }

  /// A new digest.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
