package dev.tern.engine.store;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.IndexNotFoundException;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.format.ManifestDecoder;
import dev.tern.engine.format.ManifestEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Reads and replaces the manifest, which is what makes a commit.
public final class ManifestFile {
  /// The most bytes that a manifest may have: it is for names, large things are attachments.
  private static final long MAX_BYTES = 1 << 28;

  private ManifestFile() {}

  /// The manifest of the last commit, or nothing if there has been none.
  public static Optional<Manifest> find(IndexFiles files) throws IOException {
    String file = files.describe(Layout.MANIFEST);
    try (Mapping mapping = files.map(Layout.MANIFEST)) {
      Region bytes = new Region(file, 0, mapping.memory());
      if (bytes.length() > MAX_BYTES) {
        throw new CorruptIndexException(file, MAX_BYTES, "no manifest has that many bytes");
      }
      return Optional.of(ManifestDecoder.decode(bytes.bytes(0, (int) bytes.length()), file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// The manifest of the last commit.
  ///
  /// @throws IndexNotFoundException if there has been no commit
  public static Manifest read(IndexFiles files) throws IOException {
    return find(files)
        .orElseThrow(() ->
            new IndexNotFoundException(
                files.describe("")
                    + " holds no index, because it has no file "
                    + Layout.MANIFEST
                    + "; check the path, or create the index and commit it first"));
  }

  /// Makes `manifest` the last commit. After a crash at any moment there is the commit before or
  /// this one, and once this method has returned it is this one.
  ///
  /// The names of the files that the manifest refers to reach the disk before it takes its name: no
  /// order between two names is promised otherwise.
  public static void replace(IndexFiles files, Manifest manifest) throws IOException {
    byte[] bytes = ManifestEncoder.encode(manifest);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(
          "the properties of "
              + files.describe("")
              + " are too large to commit; store large values as attachments");
    }
    files.delete(Layout.NEXT_MANIFEST);
    try (IndexFiles.Output output = files.create(Layout.NEXT_MANIFEST)) {
      output.write(ByteBuffer.wrap(bytes));
      output.force();
    }
    files.forceNames();
    files.rename(Layout.NEXT_MANIFEST, Layout.MANIFEST);
    files.forceNames();
  }
}
