package dev.tern.encoder.tokenizer;

import java.util.Map;

/// The rows of a model's vocabulary, added tokens included: token by id and id by token.
///
/// Ids are rows of the model's embedding table, `[0, size)`. Where a file leaves an id out, its
/// token is the empty string; where a text stands in several rows, its id is the last of them.
/// Immutable.
public final class Vocabulary {
  private final String[] tokens;
  private final Map<String, Integer> ids;

  /// Takes over both; every value of `ids` is an index of `tokens`.
  Vocabulary(String[] tokens, Map<String, Integer> ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  /// One more than the highest id.
  public int size() {
    return tokens.length;
  }

  /// The token of row `id`.
  ///
  /// @throws IllegalArgumentException if `id` is outside `[0, size)`
  public String token(int id) {
    if (id < 0 || id >= tokens.length) {
      throw new IllegalArgumentException(
          "not a row of the vocabulary: id=" + id + " size=" + tokens.length);
    }
    return tokens[id];
  }

  /// The row of `token`, written exactly as in the vocabulary (`##ing`), or -1 if it has none.
  public int idOf(String token) {
    return ids.getOrDefault(token, -1);
  }

  /// Whether `token` has a row.
  boolean contains(String token) {
    return ids.containsKey(token);
  }
}
