package dev.tern.engine.store;

import static dev.tern.engine.format.Layout.CHUNK_BYTES;

import dev.tern.engine.format.CorruptIndexException;

/// Compares the chunks of a file with their checksums, each when somebody is about to read it for
/// the first time, and remembers which have been.
///
/// Comparing all of them when a file was opened took 47 ms for 420 MB that were in the memory of
/// the operating system, 40 where they were read in pieces and not through the mapping, 32 on two
/// threads; and as long as the disk needs where they were not.
final class Checksums {
  private final String file;
  private final Mapping mapping;
  private final long bodyBytes;

  /// A byte for each chunk, 1 if it has been compared. Threads that do not see that another one has
  /// compared a chunk do it once more: nobody writes to what they read.
  private final byte[] compared;

  /// @param file for messages
  /// @param bodyBytes what the checksums behind them are of
  Checksums(String file, Mapping mapping, long bodyBytes) {
    this.file = file;
    this.mapping = mapping;
    this.bodyBytes = bodyBytes;
    compared = new byte[Math.toIntExact((bodyBytes + CHUNK_BYTES - 1) / CHUNK_BYTES)];
  }

  /// Compares the chunks that have bytes in `[from, to)` of the file.
  void compare(long from, long to) throws CorruptIndexException {
    for (long start = from - from % CHUNK_BYTES; start < to; start += CHUNK_BYTES) {
      int chunk = (int) (start / CHUNK_BYTES);
      if (compared[chunk] == 0) {
        compare(chunk);
        compared[chunk] = 1;
      }
    }
  }

  private void compare(int chunk) throws CorruptIndexException {
    long start = (long) chunk * CHUNK_BYTES;
    long end = Math.min(start + CHUNK_BYTES, bodyBytes);
    Region whole = new Region(file, 0, mapping.memory());
    if (mapping.checksum(start, end) != whole.i32(bodyBytes + (long) chunk * Integer.BYTES)) {
      throw whole.damaged(start, "the bytes from there to " + end + " do not match their checksum");
    }
  }
}
