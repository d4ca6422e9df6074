package dev.tern.encoder.tokenizer;

/// Takes the words of a text one after the other.
interface WordSink {
  /// Takes a word, which is valid during the call only.
  ///
  /// @return whether more words are wanted
  boolean accept(Word word);
}
