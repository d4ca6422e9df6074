package dev.tern.encoder.tokenizer;

/// Takes the parts of a text in its order: plain text, and added tokens found in it. Ranges are
/// UTF-16 units.
interface SegmentSink {
  /// Takes plain text of `[from, to)`, not empty.
  ///
  /// @return whether more is wanted
  boolean text(int from, int to);

  /// Takes an added token that stands at `[from, to)`, stripped white space included.
  ///
  /// @return whether more is wanted
  boolean token(int id, int from, int to);
}
