package dev.tern.encoder.tokenizer;

/// The WordPiece model: a word becomes the longest piece of the vocabulary that begins it, then the
/// longest that continues it, and so on; if that fails anywhere, the whole word is unknown.
///
/// Pieces that continue a word are written with a prefix, `##`. A word of n units costs O(n x
/// longest piece) steps in a trie, and no memory.
///
/// Wu et al., *Google's Neural Machine Translation System*, 2016, section 4.1; the longest-match
/// form is that of Devlin et al., *BERT*, 2019.
final class WordPiece {
  private final Trie pieces = new Trie();
  private final int continuation;
  private final int unknownId;
  private final int maxCodePoints;

  /// What a file says about the model besides its vocabulary.
  ///
  /// @param unknownId the row of the token for unknown words
  /// @param continuationPrefix begins each piece that continues a word
  /// @param maxCodePoints words with more are unknown
  record Settings(int unknownId, String continuationPrefix, int maxCodePoints) {}

  /// @param vocabulary the pieces, without added tokens
  WordPiece(Vocabulary vocabulary, Settings settings) {
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (vocabulary.idOf(token) == id) {
        pieces.put(token, id);
      }
    }
    continuation = pieces.find(settings.continuationPrefix);
    unknownId = settings.unknownId;
    maxCodePoints = settings.maxCodePoints;
  }

  /// A buffer for the words of this model.
  Word newWord() {
    return new Word(maxCodePoints);
  }

  /// Adds the pieces of `word`, which is not empty, to `tokens`.
  void tokenize(Word word, TokenSequence tokens) {
    int sizeBefore = tokens.size();
    int start = 0;
    while (start < word.length() && !word.isTooLong()) {
      int node = start == 0 ? Trie.ROOT : continuation;
      int id = Trie.NONE;
      int end = start;
      for (int i = start; i < word.length() && node != Trie.NONE; i++) {
        node = pieces.child(node, word.unit(i));
        if (node != Trie.NONE && pieces.value(node) != Trie.NONE) {
          id = pieces.value(node);
          end = i + 1;
        }
      }
      if (id == Trie.NONE) {
        break;
      }
      tokens.add(id, word.source(start), word.source(end - 1) + 1);
      start = end;
    }
    if (start < word.length() || word.isTooLong()) {
      tokens.truncate(sizeBefore);
      tokens.add(unknownId, word.firstSource(), word.lastSource() + 1);
    }
  }
}
