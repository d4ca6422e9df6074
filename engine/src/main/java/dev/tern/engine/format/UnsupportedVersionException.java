package dev.tern.engine.format;

import java.io.IOException;

/// A file of an index has a format that this Tern does not read, mostly because a newer one wrote
/// it.
public final class UnsupportedVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param file that has the other format
  /// @param found the version of the format that the file names
  /// @param newest version that this Tern reads in files of this kind
  public UnsupportedVersionException(String file, int found, int newest) {
    super(
        file + (Integer.compareUnsigned(found, newest) > 0 ? newer(found, newest) : older(found)));
  }

  private static String newer(int found, int newest) {
    return " was written by a newer Tern (index format "
        + Integer.toUnsignedString(found)
        + ", this Tern reads up to "
        + newest
        + "); upgrade Tern to read it";
  }

  private static String older(int found) {
    return " was written by a development version of Tern (index format "
        + found
        + ", this Tern reads from "
        + Layout.VERSION
        + " on); make the index again from its documents";
  }
}
