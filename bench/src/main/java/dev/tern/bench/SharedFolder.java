package dev.tern.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The folder of collections and models, which lies beside a checkout and not in it: `../shared`
/// seen from the root of the checkout, or what the environment variable `TERN_SHARED` names
/// (`TERN_DATA` for its `data` alone).
///
/// @param data collections
/// @param models checkpoints
record SharedFolder(Path data, Path models) {
  /// The folder of the checkout that this class was built in, wherever it was started.
  static SharedFolder find() {
    return find(System.getenv(), checkout());
  }

  /// @param environment variables by name
  /// @param checkout root of the checkout
  static SharedFolder find(Map<String, String> environment, Path checkout) {
    Path shared =
        environment.containsKey("TERN_SHARED")
            ? Path.of(environment.get("TERN_SHARED"))
            : checkout.resolveSibling("shared");
    Path data =
        environment.containsKey("TERN_DATA")
            ? Path.of(environment.get("TERN_DATA"))
            : shared.resolve("data");
    return new SharedFolder(data, shared.resolve("models"));
  }

  /// The checkout that this class was built in, wherever it was started.
  static Path checkout() {
    return checkout(classes());
  }

  /// The nearest folder around a file that has the Maven wrapper, which is in the root.
  static Path checkout(Path file) {
    Path folder = file.toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static Path classes() {
    try {
      return Path.of(
          SharedFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
