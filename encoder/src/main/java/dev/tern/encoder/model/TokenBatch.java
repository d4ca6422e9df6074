package dev.tern.encoder.model;

import java.util.List;

/// The token ids of B texts, one text after the other without padding.
///
/// A text may be empty. Immutable, but for a [#reusable] one.
public final class TokenBatch {
  /// No texts.
  static final TokenBatch NONE = of();

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

  /// A batch of one text that becomes that of the next text, for one thread at a time: the ids go
  /// into [#buffer], and then [#fill] says how many there are. At first the text is empty.
  ///
  /// @param capacity the most tokens
  public static TokenBatch reusable(int capacity) {
    return new TokenBatch(new int[capacity], new int[2]);
  }

  /// The ids of a [#reusable] batch, as many as it has room for.
  public int[] buffer() {
    return ids;
  }

  /// Takes the first `tokens` ids of [#buffer] for the text.
  ///
  /// @throws IllegalStateException if the batch is not [#reusable]
  public void fill(int tokens) {
    if (texts() != 1) {
      throw new IllegalStateException("only a batch of one text is used again: texts=" + texts());
    }
    starts[1] = tokens;
  }

  /// B, the number of texts.
  public int texts() {
    return starts.length - 1;
  }

  /// T, the number of tokens of all texts.
  public int tokens() {
    return starts[texts()];
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
