package dev.tern.engine.format;

/// The sections of a segment file; a section's number in the file is its [#id()].
///
/// N is the number of documents, T of terms and C of chunks in the segment. Numbers are
/// little-endian; `u8`, `u32` and `u64` are unsigned.
public enum SegmentSection {
  /// The chunks or the list of each term, one after the other, then zero bytes that vectors may
  /// reach into.
  POSTINGS(1),
  /// The runs of rare terms and the rows of frequent ones, term after term, then zero bytes that
  /// vectors may reach into.
  BOUNDS(2),
  /// `(window:u32 postings:u32 runs:u32)[C]`: the window of each chunk, and how many postings and
  /// runs its term has before it.
  CHUNKS(3),
  /// `u32[T]`: the terms, ascending.
  TERM_IDS(4),
  /// `u32[T]`: in how many documents of the segment each term is.
  TERM_DOCUMENT_FREQUENCIES(5),
  /// `u64[T + 1]`: the number of each term's first chunk, and C.
  TERM_CHUNKS(6),
  /// `u64[T + 1]`: where in POSTINGS each term's chunks or list starts, and where the last one
  /// ends.
  TERM_POSTINGS(7),
  /// `u64[T + 1]`: where in BOUNDS each term's runs or row start, and where the last ones end.
  TERM_BOUNDS(8),
  /// `u8[T]`: the greatest impact of each term.
  TERM_MAX_IMPACTS(9),
  /// `u8[T][3]`: the 10th, 100th and 1,000th greatest impact of each term, 0 if it has fewer
  /// postings.
  TERM_TOP_IMPACTS(10),
  /// `u64[N + 1]`: where in KEY_BYTES each document's key starts, and where the last one ends.
  KEY_OFFSETS(11),
  /// The keys in UTF-8, by docId.
  KEY_BYTES(12),
  /// `u32[N]`: the docIds in the order of their keys, compared as unsigned bytes.
  KEY_ORDER(13),
  /// `u64[N + 1]`: where in STORED_BYTES each document's bytes start, and where the last end.
  STORED_OFFSETS(14),
  /// What the caller stored with each document, by docId.
  STORED_BYTES(15),
  /// The groups of equal impact of all terms one after the other, then zero bytes that words may
  /// reach into; only where the layout has groups. Without windows, sections 1 to 3 and 6 to 8 are
  /// not there.
  IMPACT_GROUPS(20),
  /// `u64[T + 1]`: where in IMPACT_GROUPS each term's groups start, and where the last ones end.
  TERM_IMPACT_GROUPS(21),
  /// `u64[N + 1]`: the number of the first entry of each document's vector, and E, the number of
  /// entries. This and the following sections are there in an index with a forward store.
  FORWARD_STARTS(32),
  /// `u16[E]` if every term is below 65,536, else `u32[E]`: the terms of the vectors, by docId,
  /// ascending within each.
  FORWARD_TERMS(33),
  /// `f32[E]`: the weights as they were given, above 0 and finite.
  FORWARD_WEIGHTS(34),
  /// `u32[L]`: the terms of the weights that impacts do not stand for, ascending.
  LOST_TERMS(35),
  /// `u32[L]`: the documents of these weights: in the lower 31 bits the docId, in the highest one
  /// whether the weight is too far above the greatest impact, and not below half a step; ascending
  /// for each term.
  LOST_DOCUMENTS(36);

  private final int id;

  SegmentSection(int id) {
    this.id = id;
  }

  /// The number of the section in the directory of the file.
  public int id() {
    return id;
  }
}
