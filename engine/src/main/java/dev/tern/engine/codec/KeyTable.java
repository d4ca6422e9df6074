package dev.tern.engine.codec;

import dev.tern.engine.format.CorruptIndexException;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.Region;
import dev.tern.engine.store.SectionFile;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/// The keys of a segment's documents, in both directions.
///
/// A key is found by binary search in the order of the keys, not by hashing: it needs no memory
/// when the segment is opened, and no choice of keys makes it slow.
public final class KeyTable {
  private final BlobTable keys;
  private final Region order;
  private final int documents;

  /// Reads the keys of a segment with this many documents.
  public KeyTable(SectionFile file, int documents) throws CorruptIndexException {
    this.documents = documents;
    keys = new BlobTable(file, SegmentSection.KEY_OFFSETS, SegmentSection.KEY_BYTES, documents);
    order = file.section(SegmentSection.KEY_ORDER.id());
    keys.verify();
    order.checkLength((long) Integer.BYTES * documents, "the order of the keys");
  }

  /// The docIds in the order of their keys, which are given in UTF-8 by docId and differ.
  public static int[] order(List<byte[]> keys) {
    return KeyOrder.of(keys);
  }

  /// Writes keys.
  ///
  /// @param order the docIds in the order of their keys
  public static void write(SectionFileWriter file, Strings keys, int[] order) throws IOException {
    BlobTable.write(file, SegmentSection.KEY_OFFSETS, SegmentSection.KEY_BYTES, keys);
    file.begin(SegmentSection.KEY_ORDER.id());
    file.putInts(order);
  }

  /// Number of documents.
  public int documents() {
    return documents;
  }

  /// How many bytes the key of a document has.
  public int length(int docId) {
    return keys.length(docId);
  }

  /// The key of a document in UTF-8.
  public byte[] utf8(int docId) {
    return keys.get(docId);
  }

  /// The key of a document.
  public String key(int docId) {
    return new String(utf8(docId), StandardCharsets.UTF_8);
  }

  /// The key of a document.
  ///
  /// @param buffer for its bytes; no other memory than that of the key is taken if they fit
  public String key(int docId, byte[] buffer) {
    int length = keys.copy(docId, buffer);
    return length > buffer.length
        ? key(docId)
        : new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /// Reads where a key is, which brings that into the cache.
  public int touchOffset(int docId) {
    return keys.touchOffset(docId);
  }

  /// Reads a byte of a key, which brings it into the cache.
  public int touch(int docId) {
    return keys.touch(docId);
  }

  /// The document with this key, given in UTF-8.
  public OptionalInt find(byte[] utf8) {
    int low = 0;
    int high = documents - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int docId = docId(middle);
      int comparison = keys.compare(docId, utf8);
      if (comparison == 0) {
        return OptionalInt.of(docId);
      }
      low = comparison < 0 ? middle + 1 : low;
      high = comparison > 0 ? middle - 1 : high;
    }
    return OptionalInt.empty();
  }

  /// The document whose key has this place in the order of the keys.
  ///
  /// @throws java.io.UncheckedIOException if the order turns out to be damaged
  public int docId(int place) {
    int docId = order.i32((long) place * Integer.BYTES);
    if (Integer.compareUnsigned(docId, documents) >= 0) {
      throw BlobTable.unchecked(
          order.damaged((long) place * Integer.BYTES, "there is no document " + docId));
    }
    return docId;
  }
}
