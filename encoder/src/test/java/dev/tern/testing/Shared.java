package dev.tern.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Finds the real data, models and golden outputs that lie beside a checkout and not in it.
///
/// The folder is `../shared` seen from the root of the checkout, or what the environment variable
/// `TERN_SHARED` names (`TERN_DATA` for its `data` alone). A test that needs a part of it is
/// skipped with a message where that part is absent; what must hold everywhere is tested on the
/// resources of the module.
public final class Shared {
  private Shared() {}

  /// A file or folder under `shared/data`; the calling test is skipped if it is absent.
  public static Path data(String path) {
    String data = System.getenv("TERN_DATA");
    return present(data == null ? root().resolve("data").resolve(path) : Path.of(data, path));
  }

  /// A file or folder under `shared/golden`; the calling test is skipped if it is absent.
  public static Path golden(String path) {
    return present(root().resolve("golden").resolve(path));
  }

  /// A file or folder under `shared/models`; the calling test is skipped if it is absent.
  public static Path model(String path) {
    return present(root().resolve("models").resolve(path));
  }

  /// The lines of a UTF-8 text file, which may be gzipped (`.gz`).
  public static List<String> lines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      // Not String.lines(): its line ends are those of Java, and texts may hold U+0085 or U+2028.
      return reader.lines().toList();
    }
  }

  private static Path root() {
    String shared = System.getenv("TERN_SHARED");
    if (shared != null) {
      return Path.of(shared);
    }
    Path directory = Path.of("").toAbsolutePath();
    while (directory.getParent() != null && !Files.exists(directory.resolve("mvnw"))) {
      directory = directory.getParent();
    }
    return directory.resolveSibling("shared");
  }

  private static Path present(Path path) {
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is not here");
    return path;
  }
}
