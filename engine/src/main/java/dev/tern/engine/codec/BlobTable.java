package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Byte strings of any length, by docId.
///
/// That the offsets of a string are in order is checked when it is asked for: looking at those of a
/// million documents took a new process 20 ms.
public final class BlobTable {
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final Region offsets;
  private final Region bytes;

  /// Reads a table.
  ///
  /// @param offsets the section with the offsets
  /// @param bytes the section with the bytes
  /// @param documents how many strings there must be
  public BlobTable(SectionFile file, SegmentSection offsets, SegmentSection bytes, int documents)
      throws CorruptIndexException {
    this.offsets = file.section(offsets.id());
    this.bytes = file.unverified(bytes.id());
    this.offsets.checkLength(Long.BYTES * (documents + 1L), "the offsets of the bytes");
    if (offset(0) != 0) {
      throw this.offsets.damaged(0, "the first string does not start at 0");
    }
    this.bytes.checkLength(offset(documents), "the strings");
  }

  /// Compares all strings with their checksums, for those who read them without [#get].
  void verify() throws CorruptIndexException {
    bytes.verify(0, bytes.length());
  }

  /// Writes a table: the offsets, then the bytes.
  public static void write(
      SectionFileWriter file, SegmentSection offsets, SegmentSection bytes, Strings strings)
      throws IOException {
    file.begin(offsets.id());
    long[] ends = new long[strings.size() + 1];
    for (int i = 0; i < strings.size(); i++) {
      ends[i + 1] = ends[i] + strings.length(i);
    }
    file.putLongs(ends);
    file.begin(bytes.id());
    for (int i = 0; i < strings.size(); i++) {
      byte[] string = strings.get(i);
      file.putBytes(string, 0, string.length);
    }
  }

  /// How many bytes the string of a document has.
  ///
  /// @throws UncheckedIOException if its offsets turn out to be damaged
  public int length(int docId) {
    return length(docId, offset(docId));
  }

  private int length(int docId, long start) {
    long length = offset(docId + 1) - start;
    if (start < 0 || length < 0 || length > MOST_BYTES || start > bytes.length() - length) {
      throw unchecked(
          offsets.damaged((long) docId * Long.BYTES, "the offset of a string is out of order"));
    }
    return (int) length;
  }

  /// A copy of the string of a document.
  ///
  /// @throws UncheckedIOException if it turns out to be damaged
  public byte[] get(int docId) {
    long start = offset(docId);
    int length = length(docId, start);
    try {
      bytes.verify(start, length);
    } catch (CorruptIndexException e) {
      throw unchecked(e);
    }
    return bytes.bytes(start, length);
  }

  /// Copies the string of a document to the start of an array.
  ///
  /// @param to receives the bytes, if it has room for them
  /// @return their number, which may exceed the length of the array
  int copy(int docId, byte[] to) {
    long start = offset(docId);
    int length = length(docId, start);
    if (length <= to.length) {
      bytes.copy(start, to, length);
    }
    return length;
  }

  /// Reads where the string of a document starts.
  int touchOffset(int docId) {
    return (int) offset(docId);
  }

  /// Reads a byte of the string of a document, or 0 if it is empty.
  int touch(int docId) {
    long start = offset(docId);
    return length(docId, start) > 0 ? bytes.u8(start) : 0;
  }

  /// Compares the string of a document with another one, byte by unsigned byte, a prefix first.
  ///
  /// @return below, equal to or above 0 as the document's string is before, equal to or after
  int compare(int docId, byte[] other) {
    long start = offset(docId);
    int length = length(docId, start);
    for (int i = 0; i < Math.min(length, other.length); i++) {
      int order = bytes.u8(start + i) - (other[i] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length, other.length);
  }

  static UncheckedIOException unchecked(CorruptIndexException damage) {
    return new UncheckedIOException(damage.getMessage(), damage);
  }

  private long offset(int docId) {
    return offsets.i64((long) docId * Long.BYTES);
  }
}
