package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.DirectoryTree;
import dev.tern.encoder.checkpoint.FileList;
import dev.tern.encoder.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The model that is published with Tern, in an artifact of its own without code, so that whoever
/// brings another model can leave it out.
///
/// Its files are resources. They are unpacked into a temporary directory while the model is being
/// loaded, about 5 MB, and every byte is checked against the list of hashes among them.
public final class BundledModel {
  /// The name of the model, of its artifact and of the folder of its resources.
  public static final String NAME = "tern-tiny";

  /// No name of a package, so that the resources of a module are open to all.
  private static final String FOLDER = "dev/tern/models/" + NAME + "/";

  private static final String REMEDY =
      "; add the artifact dev.tern:"
          + NAME
          + " of the same version as the encoder to the class path";

  private final ClassLoader classes;

  /// @param classes among which the resources are
  BundledModel(ClassLoader classes) {
    this.classes = classes;
  }

  private static BundledModel published() {
    return new BundledModel(BundledModel.class.getClassLoader());
  }

  /// Whether the artifact is on the class path.
  public static boolean isPresent() {
    return published().isThere();
  }

  /// The files of the model in a directory that is deleted when they are closed.
  ///
  /// @throws CheckpointException if the artifact is not on the class path, or damaged
  /// @throws IOException if the files cannot be written
  static ModelSource.Opened unpack() throws IOException {
    return published().unpacked();
  }

  boolean isThere() {
    return classes.getResource(FOLDER + FileList.NAME) != null;
  }

  ModelSource.Opened unpacked() throws IOException {
    Map<String, String> hashes = FileList.parse(list(), NAME + "/" + FileList.NAME);
    Path directory = Files.createTempDirectory(NAME);
    try {
      for (Map.Entry<String, String> file : hashes.entrySet()) {
        unpack(directory, file.getKey(), file.getValue());
      }
      return new ModelSource.Opened(directory, () -> DirectoryTree.delete(directory));
    } catch (IOException | RuntimeException e) {
      DirectoryTree.delete(directory);
      throw e;
    }
  }

  private String list() throws IOException {
    try (InputStream in = resource(FileList.NAME).orElseThrow(BundledModel::missing)) {
      return Utf8.decode(in.readAllBytes()).orElseThrow(() -> damaged(FileList.NAME));
    }
  }

  private void unpack(Path directory, String name, String hash) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    MessageDigest digest = FileList.sha256();
    try (InputStream in = resource(name).orElseThrow(() -> damaged(name));
        OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      in.transferTo(out);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(hash)) {
      throw damaged(name);
    }
  }

  private Optional<InputStream> resource(String name) {
    return Optional.ofNullable(classes.getResourceAsStream(FOLDER + name));
  }

  private static CheckpointException missing() {
    return new CheckpointException("the model " + NAME + " is not on the class path" + REMEDY);
  }

  private static CheckpointException damaged(String name) {
    return new CheckpointException(
        "the file "
            + name
            + " of the model "
            + NAME
            + " on the class path is damaged"
            + REMEDY
            + " again");
  }
}
