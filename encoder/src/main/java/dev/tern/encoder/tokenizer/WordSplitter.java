package dev.tern.encoder.tokenizer;

import static dev.tern.encoder.tokenizer.BertCharacters.PUNCTUATION;
import static dev.tern.encoder.tokenizer.BertCharacters.SPACE;

/// BERT's pre-tokenizer: white space ends a word and vanishes, a punctuation mark is a word.
final class WordSplitter implements CodePointSink {
  private final WordSink words;
  private final Word word;
  private boolean open = true;

  /// @param words takes the words
  /// @param word the buffer to build them in
  WordSplitter(WordSink words, Word word) {
    this.words = words;
    this.word = word;
  }

  /// Turns to the next text.
  void begin() {
    word.clear();
    open = true;
  }

  @Override
  public boolean accept(int codePoint, int source) {
    int classes = BertCharacters.classes(codePoint);
    if ((classes & (SPACE | PUNCTUATION)) == 0) {
      word.append(codePoint, source);
    } else {
      endWord();
      if ((classes & PUNCTUATION) != 0) {
        word.append(codePoint, source);
        endWord();
      }
    }
    return open;
  }

  /// Ends the word at the end of a text, or before something that is not text.
  void endWord() {
    if (!word.isEmpty()) {
      open &= words.accept(word);
      word.clear();
    }
  }
}
