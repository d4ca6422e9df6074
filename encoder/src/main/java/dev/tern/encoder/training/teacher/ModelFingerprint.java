package dev.tern.encoder.training.teacher;

import dev.tern.encoder.checkpoint.ModelDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What a model directory is known again by: SHA-256 over the names and bytes of its weights,
/// configurations and tokenizers.
public final class ModelFingerprint {
  private static final int MAX_DEPTH = 3;
  private static final List<String> CONTENT = List.of(".safetensors", ".json", ".txt");

  private ModelFingerprint() {}

  /// The fingerprint in hexadecimal digits.
  ///
  /// @throws IOException if the directory is none, or cannot be read
  public static String of(Path directory) throws IOException {
    Path root = ModelDirectory.open(directory).root();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
      files =
          walk.filter(file ->
                  Files.isRegularFile(file) && CONTENT.stream().anyMatch(file.toString()::endsWith))
              .sorted()
              .toList();
    }
    MessageDigest digest = TextHash.sha256();
    for (Path file : files) {
      digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
