package dev.tern.engine;

import dev.tern.encoder.text.Quoted;
import dev.tern.engine.format.Layout;
import dev.tern.engine.format.Manifest;
import dev.tern.engine.store.IndexFiles;
import dev.tern.engine.store.Leftovers;
import dev.tern.engine.store.ManifestFile;
import java.io.Closeable;
import java.io.IOException;

/// The right to write to an index, and the commit from which its holder goes on.
///
/// What is looked at before the lock is held may have changed since, so everything is looked at
/// under it; the looks before it only keep a wrong directory free of a lock file.
///
/// @param lock that keeps other writers out until it is closed
/// @param committed the last commit, of generation 0 if there is none
record IndexClaim(Closeable lock, Manifest committed) {
  private interface Opening {
    Manifest run() throws IOException;
  }

  /// Claims a directory without an index.
  ///
  /// @throws IOException if the directory has files in it, or another writer is at work there
  static IndexClaim ofNew(IndexFiles files, IndexOptions options) throws IOException {
    refuseUnlessEmpty(files);
    return claim(
        files,
        () -> {
          refuseUnlessEmpty(files);
          return Manifest.initial(options.step(), options.form());
        });
  }

  /// Claims an index, every file of which is verified.
  ///
  /// @throws IOException if there is no index, a part of it is damaged, or it has another writer
  static IndexClaim ofExisting(IndexFiles files) throws IOException {
    ManifestFile.read(files);
    return claim(
        files,
        () -> {
          try (Snapshot verified = Snapshot.open(files)) {
            verified.verify();
            return verified.manifest();
          }
        });
  }

  private static IndexClaim claim(IndexFiles files, Opening opening) throws IOException {
    Closeable lock = files.lock();
    try {
      Leftovers.remove(files);
      return new IndexClaim(lock, opening.run());
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static void refuseUnlessEmpty(IndexFiles files) throws IOException {
    for (String name : files.list()) {
      if (name.equals(Layout.MANIFEST)) {
        throw new IOException(
            files.describe("")
                + " holds an index already; choose another directory, or remove this one first");
      }
      if (!name.equals(Layout.WRITER_LOCK) && !Layout.mayBeLeftover(name)) {
        throw new IOException(
            files.describe("")
                + " is not empty, '"
                + Quoted.plain(name)
                + "' is in it; choose an empty or a new directory for the index");
      }
    }
  }
}
