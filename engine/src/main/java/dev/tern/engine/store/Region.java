package dev.tern.engine.store;

import dev.tern.engine.format.CorruptIndexException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;

/// A range of the bytes of a mapped file, with little-endian numbers in it.
///
/// Offsets count bytes from the start of the region; reading outside of it throws
/// [IndexOutOfBoundsException]. Immutable; unusable once the mapping is closed.
public final class Region {
  private static final ValueLayout.OfChar U16 =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String file;
  private final long fileOffset;
  private final MemorySegment memory;
  private final Optional<Checksums> checksums;

  /// A region whose bytes need not be compared with checksums, or have been.
  ///
  /// @param file the file for messages
  /// @param fileOffset where in the file the region starts
  /// @param memory of the region
  public Region(String file, long fileOffset, MemorySegment memory) {
    this(file, fileOffset, memory, Optional.empty());
  }

  /// @param checksums of the file, if they have not all been compared
  Region(String file, long fileOffset, MemorySegment memory, Optional<Checksums> checksums) {
    this.file = file;
    this.fileOffset = fileOffset;
    this.memory = memory;
    this.checksums = checksums;
  }

  /// Compares `length` bytes from `offset`, and what is next to them, with their checksums, unless
  /// that has been done.
  ///
  /// @throws CorruptIndexException if they are not what was written
  public void verify(long offset, long length) throws CorruptIndexException {
    Objects.checkFromIndexSize(offset, length, length());
    if (checksums.isPresent()) {
      checksums.get().compare(fileOffset + offset, fileOffset + offset + length);
    }
  }

  /// Length in bytes.
  public long length() {
    return memory.byteSize();
  }

  /// The memory of the region, for code that unpacks or compares it in bulk.
  public MemorySegment memory() {
    return memory;
  }

  /// The byte at `offset`, 0 to 255.
  public int u8(long offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  /// The 16 bits from `offset`, 0 to 65,535.
  public int u16(long offset) {
    return memory.get(U16, offset);
  }

  /// The 32 bits from `offset`.
  public int i32(long offset) {
    return memory.get(U32, offset);
  }

  /// The 64 bits from `offset`.
  public long i64(long offset) {
    return memory.get(U64, offset);
  }

  /// A copy of `length` bytes from `offset`.
  public byte[] bytes(long offset, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
    return copy;
  }

  /// Copies `count` numbers of 32 bits from `offset` to the start of an array.
  public void copy(long offset, int[] to, int count) {
    MemorySegment.copy(memory, U32, offset, to, 0, count);
  }

  /// Copies `count` numbers of 64 bits from `offset` to the start of an array.
  public void copy(long offset, long[] to, int count) {
    MemorySegment.copy(memory, U64, offset, to, 0, count);
  }

  /// Copies `length` bytes from `offset` to the start of an array.
  public void copy(long offset, byte[] to, int length) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, to, 0, length);
  }

  /// What to throw when the bytes at `offset` cannot be right.
  public CorruptIndexException damaged(long offset, String found) {
    return new CorruptIndexException(file, fileOffset + offset, found);
  }

  /// Refuses a region that is not `expected` bytes long.
  ///
  /// @param what the region holds
  public void checkLength(long expected, String what) throws CorruptIndexException {
    if (length() != expected) {
      throw damaged(0, what + " take " + length() + " bytes and not " + expected);
    }
  }
}
