package dev.tern.engine.format;

import java.io.IOException;

/// A file of an index does not hold what was written to it.
public final class CorruptIndexException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /// @param file the damaged file
  /// @param offset in bytes from the start of the file, of the first byte of the damaged part
  /// @param found what is wrong there, a clause without a full stop
  public CorruptIndexException(String file, long offset, String found) {
    super(
        file
            + " is damaged at byte "
            + offset
            + ": "
            + found
            + "; restore the index from a copy or build it again");
    this.file = file;
    this.offset = offset;
  }

  /// The damaged file.
  public String file() {
    return file;
  }

  /// Bytes from the start of the file to the damaged part.
  public long offset() {
    return offset;
  }
}
