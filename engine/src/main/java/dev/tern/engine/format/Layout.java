package dev.tern.engine.format;

import java.util.regex.Pattern;

/// The constants that all files of an index share.
public final class Layout {
  /// The version of the format that this Tern writes and reads. Version 1 was that of a development
  /// version and is read no longer.
  public static final int VERSION = 2;

  /// The version of a manifest that names deleted documents, which a reader of the version before
  /// would find. A manifest without them is of that version.
  public static final int VERSION_WITH_DELETES = 3;

  /// The version of a manifest that has features, which a reader of the versions before does not
  /// know. A manifest without them is of one of those versions.
  public static final int VERSION_WITH_FEATURES = 4;

  /// The bit of the features that says that there is a forward store. It has no field.
  static final int FEATURE_FORWARD_STORE = 1;

  /// The bit of the features that says that the layout of the postings follows.
  static final int FEATURE_LAYOUT = 1 << 1;

  /// The bit of the features that says that codes of fewer than 8 bits follow.
  static final int FEATURE_CODES = 1 << 2;

  /// The bit of the features that says that each segment has its share of scarce terms.
  static final int FEATURE_SCARCE_TERMS = 1 << 3;

  /// All features that there are.
  static final int FEATURES =
      FEATURE_FORWARD_STORE | FEATURE_LAYOUT | FEATURE_CODES | FEATURE_SCARCE_TERMS;

  /// The file that makes a directory an index.
  public static final String MANIFEST = "MANIFEST";

  /// The next manifest while it is being written.
  public static final String NEXT_MANIFEST = "MANIFEST.new";

  /// The file whose lock the writer holds; it has no content and stays when the writer has gone.
  public static final String WRITER_LOCK = "write.lock";

  /// Bytes of the header of a section file.
  public static final int HEADER_BYTES = 64;

  /// Sections start at multiples of this many bytes, which is a cache line and a vector register.
  public static final int ALIGNMENT_BYTES = 64;

  /// Bytes covered by one checksum of a section file.
  public static final int CHUNK_BYTES = 1 << 16;

  /// Bytes of one entry of the directory of a section file.
  public static final int DIRECTORY_ENTRY_BYTES = 24;

  /// Bytes of the footer of a section file.
  public static final int FOOTER_BYTES = 16;

  /// Zero bytes at the end of the postings and of the bounds, so that a vector of any width can be
  /// loaded at each of their bytes.
  public static final int VECTOR_PADDING_BYTES = 64;

  /// Bytes of a run: the number of its block and its greatest impact.
  public static final int RUN_BYTES = 2;

  /// Bytes of an entry of the table of chunks.
  public static final int CHUNK_ENTRY_BYTES = 12;

  /// Bytes of a bitmap and of a rank.
  public static final int BITMAP_BYTES = 8;

  /// Bytes of the rank of a bitmap.
  public static final int RANK_BYTES = 2;

  /// The bit of a posting's byte that says that it is the first one of its run.
  public static final int FIRST_OF_RUN = 0x80;

  /// That bit in each of eight postings.
  public static final long FIRSTS_OF_RUNS = 0x8080_8080_8080_8080L;

  private static final Pattern TRANSIENT =
      Pattern.compile("(segment|attachment|deletes)-[0-9]+\\.tern|MANIFEST\\.new");

  private Layout() {}

  /// Whether a writer that did not come to its commit may have left a file of this name behind.
  public static boolean mayBeLeftover(String name) {
    return TRANSIENT.matcher(name).matches();
  }

  /// How many chunks cover `bytes` bytes.
  public static long chunks(long bytes) {
    return (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
  }

  /// The smallest multiple of [#ALIGNMENT_BYTES] that is not less than `offset`.
  public static long align(long offset) {
    return (offset + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
  }
}
