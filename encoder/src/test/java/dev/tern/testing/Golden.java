package dev.tern.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The small reference outputs and random-weight checkpoints among the test resources.
public final class Golden {
  private static final List<String> MODEL_FILES =
      List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");

  private Golden() {}

  /// A file or folder below `dev/tern/golden`, such as `encoder/bert-mlm-tiny/model`; for tests of
  /// this module, to which the resources are files and no entries of a jar.
  public static Path resource(String path) {
    try {
      return Path.of(Golden.class.getResource("/dev/tern/golden/" + path).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// Puts the model of a case, such as `bert-mlm-tiny`, into a new directory.
  public static void copyModel(String testCase, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String file : MODEL_FILES) {
      String resource = "/dev/tern/golden/encoder/" + testCase + "/model/" + file;
      try (InputStream in = Golden.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new FileNotFoundException(resource);
        }
        Files.copy(in, directory.resolve(file));
      }
    }
  }
}
