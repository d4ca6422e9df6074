package dev.tern.encoder.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/// The tokens of a text with their places in it.
///
/// Places are half-open ranges `[start, end)` of code points of the original text, counted from 0
/// (a lone surrogate counts as one); they hold the characters that the token came from, in their
/// original form. Characters that were dropped inside a token lie in its range, those around it do
/// not. Immutable.
public final class TokenizedText {
  private final int[] ids;
  private final int[] starts;
  private final int[] ends;

  /// Takes over the arrays, which have one entry per token.
  TokenizedText(int[] ids, int[] starts, int[] ends) {
    this.ids = ids;
    this.starts = starts;
    this.ends = ends;
  }

  /// Number of tokens.
  public int size() {
    return ids.length;
  }

  /// The vocabulary row of the token at `position`.
  public int id(int position) {
    return ids[position];
  }

  /// The first code point of the token at `position`.
  public int start(int position) {
    return starts[position];
  }

  /// One past the last code point of the token at `position`.
  public int end(int position) {
    return ends[position];
  }

  /// A copy of the ids in the order of the text.
  public int[] ids() {
    return ids.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenizedText that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(ends, that.ends);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(ids), Arrays.hashCode(starts), Arrays.hashCode(ends));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < ids.length; i++) {
      text.append(i == 0 ? "" : ", ").append(ids[i]);
      text.append('@').append(starts[i]).append("..").append(ends[i]);
    }
    return text.append(']').toString();
  }
}
