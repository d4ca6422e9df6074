package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;

/// Byte strings of any length, by docId.
public final class BlobTable {
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
    this.bytes = file.section(bytes.id());
    this.offsets.checkLength(Long.BYTES * (documents + 1L), "the offsets of the bytes");
    long end = 0;
    for (int i = 0; i <= documents; i++) {
      long start = offset(i);
      if (start < end || start - end > Integer.MAX_VALUE - 8 || (i == 0 && start != 0)) {
        throw this.offsets.damaged((long) i * Long.BYTES, "the offset is out of order");
      }
      end = start;
    }
    this.bytes.checkLength(end, "the bytes");
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
  public int length(int docId) {
    return (int) (offset(docId + 1) - offset(docId));
  }

  /// A copy of the string of a document.
  public byte[] get(int docId) {
    long start = offset(docId);
    return bytes.bytes(start, (int) (offset(docId + 1) - start));
  }

  /// Copies the string of a document to the start of an array.
  ///
  /// @param to receives the bytes, if it has room for them
  /// @return their number, which may exceed the length of the array
  int copy(int docId, byte[] to) {
    long start = offset(docId);
    int length = (int) (offset(docId + 1) - start);
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
    return start < bytes.length() ? bytes.u8(start) : 0;
  }

  /// Compares the string of a document with another one, byte by unsigned byte, a prefix first.
  ///
  /// @return below, equal to or above 0 as the document's string is before, equal to or after
  int compare(int docId, byte[] other) {
    long start = offset(docId);
    long length = offset(docId + 1) - start;
    for (int i = 0; i < Math.min(length, other.length); i++) {
      int order = bytes.u8(start + i) - (other[i] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return Long.compare(length, other.length);
  }

  private long offset(int docId) {
    return offsets.i64((long) docId * Long.BYTES);
  }
}
