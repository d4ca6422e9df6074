package dev.tern.engine.format;

/// The sections of a segment file; a section's number in the file is its [#id()].
///
/// N is the number of documents, T of terms and B of blocks in the segment. Numbers are
/// little-endian; `u8`, `u32` and `u64` are unsigned.
public enum SegmentSection {
  /// The blocks of postings, one after the other, then eight zero bytes.
  POSTINGS(1),
  /// `u64[B + 1]`: where in POSTINGS each block starts, and where the last one ends.
  BLOCK_OFFSETS(2),
  /// `u32[B]`: the last docId of each block.
  BLOCK_LAST_DOCUMENTS(3),
  /// `u8[B]`: the greatest impact in each block.
  BLOCK_MAX_IMPACTS(4),
  /// `u32[T]`: the terms, ascending.
  TERM_IDS(5),
  /// `u32[T]`: in how many documents of the segment each term is.
  TERM_DOCUMENT_FREQUENCIES(6),
  /// `u64[T + 1]`: the number of each term's first block, and B.
  TERM_BLOCKS(7),
  /// `u8[T]`: the greatest impact of each term.
  TERM_MAX_IMPACTS(8),
  /// `u64[N + 1]`: where in KEY_BYTES each document's key starts, and where the last one ends.
  KEY_OFFSETS(9),
  /// The keys in UTF-8, by docId.
  KEY_BYTES(10),
  /// `u32[N]`: the docIds in the order of their keys, compared as unsigned bytes.
  KEY_ORDER(11),
  /// `u64[N + 1]`: where in STORED_BYTES each document's bytes start, and where the last end.
  STORED_OFFSETS(12),
  /// What the caller stored with each document, by docId.
  STORED_BYTES(13);

  private final int id;

  SegmentSection(int id) {
    this.id = id;
  }

  /// The number of the section in the directory of the file.
  public int id() {
    return id;
  }
}
