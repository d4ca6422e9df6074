package dev.tern.encoder.tokenizer;

/// What the owner of a text decides about reading it.
///
/// @param specialTokensInText whether a literal special token in a text (`[SEP]`) becomes that
///   token, as the reference does unless told otherwise. False, the default here, reads it as the
///   characters it is made of: users' texts are no place for control tokens.
public record TokenizerOptions(boolean specialTokensInText) {
  /// Special tokens in texts are plain characters.
  public static final TokenizerOptions DEFAULT = new TokenizerOptions(false);
}
