package dev.tern.engine.format;

import java.io.IOException;

/// A file of an index was written by a newer Tern than this one.
public final class UnsupportedVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param file that was written by the newer Tern
  /// @param found the version of the format that the file names
  public UnsupportedVersionException(String file, int found) {
    super(
        file
            + " was written by a newer Tern (index format "
            + Integer.toUnsignedString(found)
            + ", this Tern reads up to "
            + Layout.VERSION
            + "); upgrade Tern to read it");
  }
}
