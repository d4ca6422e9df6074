package dev.tern.encoder.tokenizer;

import dev.tern.encoder.text.Quoted;
import dev.tern.encoder.text.Utf8;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Collects the rows of a vocabulary from a file and refuses those that cannot be.
final class VocabularyBuilder {
  /// Ids index arrays, so a file must not be able to ask for an arbitrarily large one. Four times
  /// the largest vocabulary we know of (a million).
  static final int MAX_SIZE = 1 << 22;

  private final String file;

  /// The JDK's map and not a primitive one: it alone stays fast whatever the hash codes are.
  private final Map<String, Integer> ids = new HashMap<>();

  private String[] tokens = new String[1024];
  private int size;

  /// @param file the name that errors give
  VocabularyBuilder(String file) {
    this.file = file;
  }

  /// Adds a row. A token that has a row already gets a second one, and `id` becomes its id.
  ///
  /// @throws TokenizerException if the id is taken by another token or out of range, or the token
  ///   holds half a character
  void add(String token, int id) throws TokenizerException {
    if (id < 0 || id >= MAX_SIZE) {
      throw new TokenizerException(
          file
              + ": token "
              + Quoted.of(token)
              + " has id "
              + id
              + ", ids must lie in [0, "
              + MAX_SIZE
              + "); check the file");
    }
    if (!Utf8.canCarry(token)) {
      throw new TokenizerException(
          file
              + ": the token of id "
              + id
              + " holds a lone surrogate, which no text can match;"
              + " write the file again as UTF-8");
    }
    if (id >= tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.min(MAX_SIZE, Math.max(id + 1, 2 * tokens.length)));
    }
    if (tokens[id] != null && !tokens[id].equals(token)) {
      throw new TokenizerException(
          file
              + ": id "
              + id
              + " stands for both "
              + Quoted.of(tokens[id])
              + " and "
              + Quoted.of(token)
              + "; give every token its own id");
    }
    tokens[id] = token;
    ids.put(token, id);
    size = Math.max(size, id + 1);
  }

  /// Adds the row of an added token; if the vocabulary has its text already, it must be there.
  void add(AddedToken token) throws TokenizerException {
    int known = ids.getOrDefault(token.content(), token.id());
    if (known != token.id()) {
      throw new TokenizerException(
          file
              + ": added token "
              + Quoted.of(token.content())
              + " has id "
              + token.id()
              + " but the vocabulary gives it "
              + known
              + "; make them the same");
    }
    add(token.content(), token.id());
  }

  /// The rows so far; later additions do not show in it.
  Vocabulary build() {
    String[] rows = Arrays.copyOf(tokens, size);
    for (int id = 0; id < size; id++) {
      rows[id] = rows[id] == null ? "" : rows[id];
    }
    return new Vocabulary(rows, new HashMap<>(ids));
  }
}
