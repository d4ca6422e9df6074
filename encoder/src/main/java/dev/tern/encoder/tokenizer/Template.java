package dev.tern.encoder.tokenizer;

/// The special tokens that a model wants around a text, `[CLS] text [SEP]`.
final class Template {
  /// No special tokens at all.
  static final Template NONE = new Template(new int[0], new int[0]);

  private final int[] before;
  private final int[] after;

  /// Takes over both arrays.
  ///
  /// @param before ids in front of those of the text
  /// @param after ids behind them
  Template(int[] before, int[] after) {
    this.before = before;
    this.after = after;
  }

  /// Number of tokens that are added.
  int size() {
    return before.length + after.length;
  }

  /// The ids of a text with those of the template around.
  int[] around(TokenSequence tokens) {
    return around(tokens, 0, tokens.size());
  }

  /// The ids `[start, end)` of a text with those of the template around.
  int[] around(TokenSequence tokens, int start, int end) {
    int[] all = new int[Math.addExact(size(), end - start)];
    around(tokens, start, end, all);
    return all;
  }

  /// Writes the ids of a text, with those of the template around, to the beginning of `all`.
  ///
  /// @return how many
  int around(TokenSequence tokens, int[] all) {
    return around(tokens, 0, tokens.size(), all);
  }

  private int around(TokenSequence tokens, int start, int end, int[] all) {
    System.arraycopy(before, 0, all, 0, before.length);
    tokens.copyIds(start, end, all, before.length);
    System.arraycopy(after, 0, all, before.length + end - start, after.length);
    return size() + end - start;
  }
}
