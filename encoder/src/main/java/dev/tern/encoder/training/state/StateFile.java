package dev.tern.encoder.training.state;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes and reads a [TrainingState] as a file.
public final class StateFile {
  static final byte[] MAGIC = {'T', 'E', 'R', 'N', 'R', 'U', 'N', '\n'};
  static final int VERSION = 1;
  static final int LONGS = 1;
  static final int FLOATS = 2;

  private StateFile() {}

  /// Replaces `file`: after a crash at any moment there is the file before or this one, and once
  /// the method has returned it is this one.
  ///
  /// @throws IOException if it cannot be written, for instance because the disk is full; the file
  ///   before is then still there
  public static void write(TrainingState state, Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      StateWriter writer = new StateWriter(channel);
      writer.write(state);
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceName(file);
  }

  /// Windows cannot open a directory and writes names through by itself.
  private static void forceName(Path file) throws IOException {
    if (File.separatorChar == '\\') {
      return;
    }
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /// Reads what [#write] has written.
  ///
  /// @throws StateException if a byte of it is not what was written
  /// @throws IOException if it cannot be read
  public static TrainingState read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new StateException(file + " is missing or not a file; check the path of the run");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new StateReader(channel, file.toString()).read();
    }
  }
}
