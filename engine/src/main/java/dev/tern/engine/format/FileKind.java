package dev.tern.engine.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a file is for; each kind starts with eight bytes of its own.
public enum FileKind {
  /// Names the other files and holds what belongs to the whole index.
  MANIFEST("TERNINDX"),
  /// Postings, keys and stored bytes of some documents.
  SEGMENT("TERNSEGM"),
  /// Bytes that the caller attached to the index.
  ATTACHMENT("TERNBLOB"),
  /// Which documents of a segment were deleted.
  DELETES("TERNDELS");

  private final long magic;

  FileKind(String magic) {
    this.magic =
        ByteBuffer.wrap(magic.getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
  }

  /// The first eight bytes of a file of this kind, as a little-endian number.
  public long magic() {
    return magic;
  }

  /// The name of the file of this kind that has the given number, such as `segment-12.tern`.
  public String fileName(long number) {
    return name().toLowerCase(Locale.ROOT) + "-" + number + ".tern";
  }
}
