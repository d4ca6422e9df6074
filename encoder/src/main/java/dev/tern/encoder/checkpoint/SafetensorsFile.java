package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// One safetensors file, mapped into memory as a whole until it is closed.
///
/// The data begins after the header at whatever address that is, so every access is unaligned.
final class SafetensorsFile implements AutoCloseable {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Virtual machines refuse arrays of the last few lengths.
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /// Values in a block of rows: 256 KiB.
  private static final int BLOCK = 1 << 16;

  private final Path path;
  private final Arena arena;
  private final MemorySegment data;
  private final List<TensorEntry> entries;

  private SafetensorsFile(Path path, Arena arena, MemorySegment data, List<TensorEntry> entries) {
    this.path = path;
    this.arena = arena;
    this.data = data;
    this.entries = entries;
  }

  /// Maps a file and checks its header in full.
  ///
  /// @throws CheckpointException if it is not a file or breaks a rule of the format
  /// @throws IOException if it cannot be read
  static SafetensorsFile open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(path + " is missing or not a file");
    }
    // Shared, so that several threads may read tensors and another may close.
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < Long.BYTES) {
        throw notSafetensors(path, "it has " + size + " bytes, fewer than the 8 of the length");
      }
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      long headerBytes = file.get(LONG, 0);
      if (headerBytes < 0 || headerBytes > SafetensorsHeader.MAX_BYTES) {
        throw notSafetensors(
            path,
            "its header would have "
                + Long.toUnsignedString(headerBytes)
                + " bytes, more than the 100000000 that the format allows");
      }
      if (headerBytes > size - Long.BYTES) {
        throw notSafetensors(
            path,
            "its header would have "
                + headerBytes
                + " bytes and the file has "
                + size
                + "; the download may be incomplete");
      }
      byte[] header = file.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
      MemorySegment data = file.asSlice(Long.BYTES + headerBytes);
      List<TensorEntry> entries = SafetensorsHeader.read(header, data.byteSize(), path.toString());
      return new SafetensorsFile(path, arena, data, entries);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /// Where the file is.
  Path path() {
    return path;
  }

  /// The tensors of the file, ordered by offset.
  List<TensorEntry> entries() {
    return entries;
  }

  /// The values of a tensor of this file, row-major, as float32.
  ///
  /// @throws CheckpointException if the tensor has a type that is not read, more values than an
  ///   array, or one that is not finite
  /// @throws IllegalStateException if the file is closed
  float[] read(TensorEntry entry) throws CheckpointException {
    TensorValues values = TensorValues.of(data, entry, describe(entry));
    float[] all = new float[fittingArray(entry)];
    values.copy(0, all, all.length);
    return all;
  }

  /// Hands the rows of a matrix of this file to `sink`, without ever holding all of them.
  ///
  /// @param columns of the matrix, at least 1
  /// @throws CheckpointException as [#read]
  /// @throws IllegalStateException if the file is closed
  void readRows(TensorEntry entry, int columns, RowSink sink) throws CheckpointException {
    TensorValues values = TensorValues.of(data, entry, describe(entry));
    int rows = fittingArray(entry) / columns;
    int block = Math.min(rows, Math.max(1, BLOCK / columns));
    float[] some = new float[block * columns];
    for (int row = 0, size; row < rows; row += size) {
      size = Math.min(block, rows - row);
      values.copy((long) row * columns, some, size * columns);
      sink.add(some, size);
    }
  }

  private int fittingArray(TensorEntry entry) throws CheckpointException {
    long elements = entry.elements();
    if (elements > LONGEST_ARRAY) {
      throw new CheckpointException(
          describe(entry) + " has " + elements + " values, more than one array holds");
    }
    return (int) elements;
  }

  /// The bytes of a tensor of type I8 of this file.
  ///
  /// @throws CheckpointException if it has more values than an array
  /// @throws IllegalStateException if the file is closed
  byte[] readBytes(TensorEntry entry) throws CheckpointException {
    return data.asSlice(entry.begin(), fittingArray(entry)).toArray(ValueLayout.JAVA_BYTE);
  }

  /// "tensor NAME in FILE", the beginning of a message.
  String describe(TensorEntry entry) {
    return "tensor " + Quoted.of(entry.name()) + " in " + path;
  }

  /// Unmaps the file; later reads fail, closing again does nothing.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private static CheckpointException notSafetensors(Path path, String reason) {
    return new CheckpointException(path + " is not a valid safetensors file: " + reason);
  }
}
