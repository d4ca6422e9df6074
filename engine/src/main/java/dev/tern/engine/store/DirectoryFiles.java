package dev.tern.engine.store;

import dev.tern.engine.format.IndexNotFoundException;
import dev.tern.engine.format.Layout;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The files of an index in a directory of the file system.
public final class DirectoryFiles implements IndexFiles {
  private final Path directory;

  private DirectoryFiles(Path directory) {
    this.directory = directory;
  }

  /// A directory that exists.
  ///
  /// @throws IndexNotFoundException if it does not
  public static DirectoryFiles existing(Path directory) throws IndexNotFoundException {
    if (!Files.isDirectory(directory)) {
      throw new IndexNotFoundException(
          directory
              + (Files.exists(directory)
                  ? " is a file and an index is a directory; name the directory"
                  : " does not exist; check the path, or create the index first"));
    }
    return new DirectoryFiles(directory);
  }

  /// A directory that is made if it does not exist, with those above it; their names reach the
  /// disk, since a commit in a directory that a crash takes away would not be durable.
  public static DirectoryFiles made(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      if (Files.exists(directory)) {
        throw new IOException(
            directory + " is a file, so no index can be created there; choose another path");
      }
      Path made = directory.toAbsolutePath();
      Path existing = made.getParent();
      while (!Files.isDirectory(existing)) {
        existing = existing.getParent();
      }
      Files.createDirectories(made);
      for (; !made.equals(existing); made = made.getParent()) {
        force(made.getParent());
      }
    }
    return new DirectoryFiles(directory);
  }

  @Override
  public String describe(String name) {
    return (name.isEmpty() ? directory : directory.resolve(name)).toString();
  }

  @Override
  public SortedSet<String> list() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @Override
  public Output create(String name) throws IOException {
    return new ChannelOutput(
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        directory.resolve(name));
  }

  @Override
  public Mapping map(String name) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
      Arena arena = Arena.ofShared();
      try {
        return new Mapping(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), arena);
      } catch (IOException e) {
        arena.close();
        throw named(directory.resolve(name), e);
      } catch (RuntimeException | Error e) {
        arena.close();
        throw e;
      }
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void forceNames() throws IOException {
    force(directory);
  }

  @Override
  public Closeable lock() throws IOException {
    return WriterLock.take(directory.resolve(Layout.WRITER_LOCK));
  }

  /// Windows cannot open a directory and writes names through by itself.
  private static void force(Path directory) throws IOException {
    if (File.separatorChar == '\\') {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// What a channel says of a failure is the reason alone, such as that the disk is full.
  private static FileSystemException named(Path file, IOException failure) {
    FileSystemException named =
        new FileSystemException(file.toString(), null, String.valueOf(failure.getMessage()));
    named.initCause(failure);
    return named;
  }

  /// @param channel of the file, positioned at its end
  /// @param file for messages
  private record ChannelOutput(FileChannel channel, Path file) implements Output {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw named(file, e);
      }
    }

    @Override
    public void force() throws IOException {
      try {
        channel.force(true);
      } catch (IOException e) {
        throw named(file, e);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
