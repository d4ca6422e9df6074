package dev.tern.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to write to an index, held by one writer in one process.
///
/// The operating system gives the lock of a file back when the process that held it ends, so no
/// crash leaves an index locked; that the file exists means nothing. Locks of files belong to
/// processes and closing *any* channel of the file may release them, so the writers of this process
/// are kept apart by [#HELD], before the file is opened a second time.
final class WriterLock implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path held;
  private final FileChannel channel;

  private WriterLock(Path held, FileChannel channel) {
    this.held = held;
    this.channel = channel;
  }

  /// Takes the lock of the file at `path`, which is made if it does not exist.
  ///
  /// @throws IOException if another writer has it
  static WriterLock take(Path path) throws IOException {
    Path held = path.toAbsolutePath().getParent().toRealPath().resolve(path.getFileName());
    if (!HELD.add(held)) {
      throw refusal(path, "this process");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(held, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw refusal(path, "another process");
      }
      return new WriterLock(held, channel);
    } catch (IOException | RuntimeException | Error e) {
      HELD.remove(held);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static IOException refusal(Path path, String holder) {
    return new IOException(
        path.toAbsolutePath().getParent()
            + " is being written by "
            + holder
            + " and an index has one writer at a time; close that writer first");
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(held);
      }
    }
  }
}
