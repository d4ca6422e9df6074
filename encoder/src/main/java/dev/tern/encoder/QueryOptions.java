package dev.tern.encoder;

import java.util.Objects;
import java.util.OptionalInt;

/// What may be chosen when a [QueryEncoder] is loaded.
///
/// @param maxTokens most tokens of a query, at least 1; empty for what the directory says
/// @param keepSpecialTokens whether special tokens, `[UNK]` of unknown words among them, count:
///   sentence-transformers lets them, OpenSearch does not
/// @param specialTokensInText whether `[SEP]` and the like, written in a query, are the special
///   tokens and not plain text: in both libraries they are
/// @param pruning of every query vector
/// @param expansion whether a token stands for others as the table of the directory says, if it has
///   one
public record QueryOptions(
    OptionalInt maxTokens,
    boolean keepSpecialTokens,
    boolean specialTokensInText,
    Pruning pruning,
    boolean expansion) {
  /// What the directory says; special tokens neither counted nor read from queries; no pruning; the
  /// expansion of the directory.
  public static final QueryOptions DEFAULT =
      new QueryOptions(OptionalInt.empty(), false, false, new Pruning.None(), true);

  /// Refuses fewer than one token.
  public QueryOptions {
    TextInput.checkMaxTokens(maxTokens, 1);
    Objects.requireNonNull(pruning);
  }

  /// The same with another limit of tokens.
  public QueryOptions withMaxTokens(int maxTokens) {
    return new QueryOptions(
        OptionalInt.of(maxTokens), keepSpecialTokens, specialTokensInText, pruning, expansion);
  }

  /// The same, counting special tokens or not.
  public QueryOptions withKeepSpecialTokens(boolean keepSpecialTokens) {
    return new QueryOptions(maxTokens, keepSpecialTokens, specialTokensInText, pruning, expansion);
  }

  /// The same, reading special tokens from queries or not.
  public QueryOptions withSpecialTokensInText(boolean specialTokensInText) {
    return new QueryOptions(maxTokens, keepSpecialTokens, specialTokensInText, pruning, expansion);
  }

  /// The same, with the expansion of the directory or without.
  public QueryOptions withExpansion(boolean expansion) {
    return new QueryOptions(maxTokens, keepSpecialTokens, specialTokensInText, pruning, expansion);
  }

  /// The same with another pruning.
  public QueryOptions withPruning(Pruning pruning) {
    return new QueryOptions(maxTokens, keepSpecialTokens, specialTokensInText, pruning, expansion);
  }
}
