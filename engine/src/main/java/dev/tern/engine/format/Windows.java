package dev.tern.engine.format;

/// How the docIds of a segment are cut: into blocks of [#BLOCK] documents, and those into windows.
///
/// A window is what one array of scores covers; a block is what one bitmap covers and what bounds
/// are kept for. Between the two are superblocks, of 16 blocks or, in a smaller window, all of it:
/// where a search can get into the middle of a window. The last window, superblock and block may
/// have fewer documents.
///
/// @param documents in the segment
/// @param windowDocuments in a window, a power of two from [#BLOCK] to [#MAX_WINDOW]
/// @param scarceShare a term in fewer than one of so many documents is scarce; 0 if none is
public record Windows(int documents, int windowDocuments, int scarceShare) {
  /// Documents in a block: the bits of a `u64`.
  public static final int BLOCK = 64;

  /// The most documents in a window: its blocks have numbers of 8 bits.
  public static final int MAX_WINDOW = 256 * BLOCK;

  /// Blocks in a superblock.
  private static final int SUPERBLOCK = 16;

  /// A term is frequent if it is in at least one of so many documents.
  private static final int FREQUENT_SHARE = 16;

  /// What [#scarceShare] is in a new segment. Measured with a million documents: 128, which would
  /// save 0.1 bytes a posting, takes up to a twelfth longer, and 512, which costs 0.1, is as fast.
  private static final int SCARCE_SHARE = 256;

  /// How the docIds of a new segment are cut.
  public static Windows ofNew(int documents, int windowDocuments) {
    return new Windows(documents, windowDocuments, documents > SCARCE_SHARE ? SCARCE_SHARE : 0);
  }

  /// Whether terms may be scarce from this share on: not those that are frequent.
  public static boolean isScarceShare(int share) {
    return share == 0 || share >= FREQUENT_SHARE;
  }

  /// Whether a window may have so many documents.
  public static boolean isWindow(int documents) {
    return documents >= BLOCK && documents <= MAX_WINDOW && Integer.bitCount(documents) == 1;
  }

  /// Number of windows.
  public int windows() {
    return (int) (((long) documents + windowDocuments - 1) / windowDocuments);
  }

  /// Number of blocks.
  public int blocks() {
    return (int) (((long) documents + BLOCK - 1) / BLOCK);
  }

  /// Blocks in a window that is not the last one.
  public int blocksPerWindow() {
    return windowDocuments / BLOCK;
  }

  /// The blocks of a window, fewer in the last one.
  public int blocksOf(int window) {
    return Math.min(blocksPerWindow(), blocks() - window * blocksPerWindow());
  }

  /// Blocks in a superblock that is not the last one.
  public int blocksPerSuperblock() {
    return Math.min(SUPERBLOCK, blocksPerWindow());
  }

  /// Superblocks in a window that is not the last one.
  public int superblocksPerWindow() {
    return blocksPerWindow() / blocksPerSuperblock();
  }

  /// Number of superblocks.
  public int superblocks() {
    return (int) (((long) blocks() + blocksPerSuperblock() - 1) / blocksPerSuperblock());
  }

  /// The superblocks of a window, fewer in the last one.
  public int superblocksOf(int window) {
    return Math.min(superblocksPerWindow(), superblocks() - window * superblocksPerWindow());
  }

  /// The window of a document.
  public int windowOf(int docId) {
    return docId / windowDocuments;
  }

  /// The first docId of a window.
  public int firstDocId(int window) {
    return window * windowDocuments;
  }

  /// Whether a term in so many documents has a bitmap and not a list of its documents.
  public boolean isFrequent(int documentFrequency) {
    return (long) documentFrequency * FREQUENT_SHARE >= documents;
  }

  /// Whether a term in so many documents has one list and nothing else.
  public boolean isScarce(int documentFrequency) {
    return (long) documentFrequency * scarceShare < documents && scarceShare > 0;
  }
}
