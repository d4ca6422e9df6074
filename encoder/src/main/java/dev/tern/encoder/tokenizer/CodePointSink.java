package dev.tern.encoder.tokenizer;

/// Takes normalised text, one code point after the other.
interface CodePointSink {
  /// Takes one code point.
  ///
  /// @param source the code point of the original text that it came from, counted from 0
  /// @return whether more is wanted; a sender may go on for a little after a false
  boolean accept(int codePoint, int source);
}
