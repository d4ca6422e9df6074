package dev.tern.encoder.tokenizer;

/// A token that is cut out of a text before the model sees the rest.
///
/// @param id its row
/// @param content its text, not empty
/// @param singleWord only where no word character touches it
/// @param stripLeft takes the white space before it along
/// @param stripRight takes the white space behind it along
/// @param normalized looked for in the normalised text, itself normalised
/// @param special a control token of the model, such as `[SEP]`
record AddedToken(
    int id,
    String content,
    boolean singleWord,
    boolean stripLeft,
    boolean stripRight,
    boolean normalized,
    boolean special) {

  /// A special token as BERT has them: taken literally from the raw text.
  static AddedToken special(int id, String content) {
    return new AddedToken(id, content, false, false, false, false, true);
  }

  /// Reads the description of an added token of the given id.
  static AddedToken read(JsonObject token, int id) throws TokenizerException {
    String content = token.string("content");
    if (content.isEmpty()) {
      throw new TokenizerException(token.at("content") + " is empty; remove the token");
    }
    boolean special = token.flag("special", false);
    return new AddedToken(
        id,
        content,
        token.flag("single_word", false),
        token.flag("lstrip", false),
        token.flag("rstrip", false),
        token.flag("normalized", !special),
        special);
  }
}
