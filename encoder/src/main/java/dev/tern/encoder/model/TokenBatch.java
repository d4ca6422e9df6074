package dev.tern.encoder.model;

import java.util.List;

/// The token ids of B texts, one text after the other without padding.
///
/// Immutable. A text may be empty.
public final class TokenBatch {
  private final int[] ids;
  private final int[] starts;

  private TokenBatch(int[] ids, int[] starts) {
    this.ids = ids;
    this.starts = starts;
  }

  /// A batch of the given texts, whose arrays are not to be changed.
  public static TokenBatch of(int[]... texts) {
    return of(List.of(texts));
  }

  /// A batch of the given texts, whose arrays are not to be changed.
  ///
  /// @param texts ids of each text, special tokens included
  public static TokenBatch of(List<int[]> texts) {
    int[] starts = new int[texts.size() + 1];
    for (int i = 0; i < texts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], texts.get(i).length);
    }
    if (texts.size() == 1) {
      return new TokenBatch(texts.getFirst(), starts);
    }
    int[] ids = new int[starts[texts.size()]];
    for (int i = 0; i < texts.size(); i++) {
      System.arraycopy(texts.get(i), 0, ids, starts[i], texts.get(i).length);
    }
    return new TokenBatch(ids, starts);
  }

  /// B, the number of texts.
  public int texts() {
    return starts.length - 1;
  }

  /// T, the number of tokens of all texts.
  public int tokens() {
    return ids.length;
  }

  /// Position of the first token of `text`, in `[0, T]`; `start(texts())` is T.
  public int start(int text) {
    return starts[text];
  }

  /// Number of tokens of `text`.
  public int length(int text) {
    return starts[text + 1] - starts[text];
  }

  /// The token id at `position` in `[0, T)`.
  public int id(int position) {
    return ids[position];
  }

  /// The end of the longest run of texts from `first` that has at most `tokens` tokens, but of one
  /// text at least.
  int endOfGroup(int first, int tokens) {
    int end = first + 1;
    while (end < texts() && starts[end + 1] - starts[first] <= tokens) {
      end++;
    }
    return end;
  }
}
