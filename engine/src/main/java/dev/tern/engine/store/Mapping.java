package dev.tern.engine.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The bytes of a file in memory.
///
/// @param memory of the whole file, read-only
/// @param arena that unmaps the file when it is closed
public record Mapping(MemorySegment memory, Arena arena) implements AutoCloseable {
  /// CRC32C of the bytes from `from` (inclusive) to `to` (exclusive), at most 1 GiB.
  int checksum(long from, long to) {
    ByteBuffer bytes = memory.asSlice(from, to - from).asByteBuffer();
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Override
  public void close() {
    arena.close();
  }
}
