package dev.tern.encoder.training.data;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into sentences, roughly, and the same everywhere: the rules that come with Java may
/// change with its version.
///
/// A sentence ends at the end of a line, and at `.`, `!` or `?`, perhaps with closing quotes or
/// brackets behind it, if white space and anything but a lower-case letter follow. What ends after
/// a single letter, as in "J. S. Bach", goes on.
final class Sentences {
  private static final String ENDS = ".!?";
  private static final String CLOSING = "\"')]\u2019\u201D";

  private Sentences() {}

  /// The sentences of a text, none of them blank.
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || isEnd(text, i)) {
        add(sentences, text.substring(begin, i + 1));
        begin = i + 1;
      }
    }
    add(sentences, text.substring(begin));
    return sentences;
  }

  private static void add(List<String> sentences, String sentence) {
    if (!sentence.isBlank()) {
      sentences.add(sentence.strip());
    }
  }

  /// Whether the last character of a sentence stands at `i`.
  private static boolean isEnd(String text, int i) {
    int mark = i;
    while (mark > 0 && CLOSING.indexOf(text.charAt(mark)) >= 0) {
      mark--;
    }
    if (ENDS.indexOf(text.charAt(mark)) < 0 || isInitial(text, mark)) {
      return false;
    }
    int next = i + 1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next > i + 1 && next < text.length() && !Character.isLowerCase(text.charAt(next));
  }

  private static boolean isInitial(String text, int mark) {
    return text.charAt(mark) == '.'
        && mark > 0
        && Character.isLetter(text.charAt(mark - 1))
        && (mark == 1 || !Character.isLetterOrDigit(text.charAt(mark - 2)));
  }
}
