package dev.tern.encoder.tokenizer;

import java.util.List;

/// Text to rows of a vocabulary. Immutable, for any number of threads at once.
public interface Tokenizer {
  /// The rows that ids count.
  Vocabulary vocabulary();

  /// Whether `id` is a special token of the model, such as `[CLS]`, `[SEP]` or `[PAD]`; false for
  /// ids outside the vocabulary.
  boolean isSpecial(int id);

  /// The ids of a text as the model expects them: with its special tokens around, `[CLS] … [SEP]`.
  ///
  /// @param maxTokens the most ids in the result, special ones included; the text is cut at its end
  /// @throws IllegalArgumentException if `maxTokens` leaves no room for the special tokens
  int[] encode(String text, int maxTokens);

  /// As [#encode(String, int)], into an array that the caller may use again for the next text.
  ///
  /// @param ids takes the ids from index 0 on, as many as it has room for; the text is cut at its
  ///   end
  /// @return how many ids it took
  /// @throws IllegalArgumentException if `ids` has no room for the special tokens
  int encode(String text, int[] ids);

  /// The ids of a text in windows, each as [#encode] gives a text, with special tokens of its own;
  /// together they hold the whole text. A text that fits is one window, as is one without tokens.
  ///
  /// Windows end between words, unless a word alone has more tokens than a window, and each begins
  /// with the last words of the one before it.
  ///
  /// @param maxTokens the most ids in a window, special ones included
  /// @param overlap the most tokens that two windows have in common, at least 0; more than half of
  ///   a window counts as half
  /// @throws IllegalArgumentException if `maxTokens` leaves no room for a token beside the special
  ///   ones, or `overlap` is negative
  List<int[]> encodeWindows(String text, int maxTokens, int overlap);

  /// The ids of a text without special tokens around.
  ///
  /// @param maxTokens the most ids in the result, at least 0; the text is cut at its end
  int[] encodePlain(String text, int maxTokens);

  /// All tokens of a text with their places in it, without special tokens around.
  TokenizedText tokenize(String text);
}
