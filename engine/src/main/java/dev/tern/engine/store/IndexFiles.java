package dev.tern.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SortedSet;

/// The files of one index, and all that Tern ever does to them.
///
/// Everything that can fail or be interrupted by a crash goes through this contract, so that a test
/// can fail at each step. Files are written once, from the start to the end; only a rename replaces
/// one.
public interface IndexFiles {
  /// How to call a file, or the directory for the empty name, in messages.
  String describe(String name);

  /// The names of all files in the directory.
  SortedSet<String> list() throws IOException;

  /// A new, empty file; fails if there is one of this name.
  Output create(String name) throws IOException;

  /// The bytes of a file, to read for as long as the mapping is open.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  Mapping map(String name) throws IOException;

  /// Gives a file another name, in one step that a crash cannot divide; a file that had the other
  /// name is gone.
  void rename(String from, String to) throws IOException;

  /// Removes a file if it is there.
  void delete(String name) throws IOException;

  /// Returns when the names of all files have reached the disk.
  void forceNames() throws IOException;

  /// Becomes the only writer until the lock is closed or the process ends, however it ends.
  ///
  /// @throws IOException if there is another writer
  Closeable lock() throws IOException;

  /// A file that is being written.
  interface Output extends Closeable {
    /// Appends all remaining bytes.
    void write(ByteBuffer bytes) throws IOException;

    /// Returns when all bytes written so far have reached the disk.
    void force() throws IOException;
  }
}
