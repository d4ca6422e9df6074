package dev.tern.encoder;

/// What becomes of a text that has more tokens than a [SparseEncoder] takes at once.
public sealed interface LongText {
  /// The text is cut at its end: what the models were trained with, and the fastest.
  record Truncate() implements LongText {
    @Override
    public String toString() {
      return "truncate";
    }
  }

  /// The text is cut into windows, each of which the model reads by itself, with special tokens of
  /// its own around. With `w(1), w(2), ...` the vectors of the windows, the vector of the text is
  ///
  /// `d_j = max over i of w_j(i)`
  ///
  /// and is pruned after that. A text that fits is one window, so its vector is that of [Truncate].
  /// Windows are cut between words and hold as many of them as fit; a word is cut only where it
  /// alone has more tokens than a window.
  ///
  /// @param overlap most tokens of a window that the next one begins with, at least 0, so that the
  ///   words around a cut have neighbours on both sides in one of the two; more than half of a
  ///   window counts as half
  record Windows(int overlap) implements LongText {
    /// The overlap where none is named.
    public static final int OVERLAP = 32;

    /// Refuses a negative overlap.
    public Windows {
      if (overlap < 0) {
        throw new IllegalArgumentException(
            "windows overlap by at least 0 tokens: overlap=" + overlap);
      }
    }

    /// Windows that overlap by [#OVERLAP] tokens.
    public Windows() {
      this(OVERLAP);
    }

    @Override
    public String toString() {
      return "windows:" + overlap;
    }
  }

  /// Reads `truncate`, `windows` or `windows:OVERLAP`, such as `windows:32`.
  ///
  /// @throws IllegalArgumentException if the text is anything else
  static LongText parse(String text) {
    if (text.equals("truncate")) {
      return new Truncate();
    }
    if (text.equals("windows")) {
      return new Windows();
    }
    if (text.matches("windows:[0-9]{1,9}")) {
      return new Windows(Integer.parseInt(text.substring("windows:".length())));
    }
    throw new IllegalArgumentException(
        "long texts need truncate, windows or windows:OVERLAP, such as windows:32: longText="
            + text);
  }
}
