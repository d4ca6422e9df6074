package dev.tern.encoder.tokenizer;

import static dev.tern.encoder.tokenizer.BertCharacters.SPACE;

import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/// Cuts added tokens out of a text: the leftmost, among those the longest, never overlapping.
///
/// A match that is refused (special tokens where texts are plain, or a single word that is not
/// alone) is passed over whole, as the reference does: no other token is looked for inside it. Time
/// is linear in the text for a given set of tokens.
final class AddedTokenMatcher {
  private final List<AddedToken> tokens;
  private final boolean specialTokensInText;
  private final Trie patterns = new Trie();

  /// Units that some pattern starts with: a cheap no for nearly all of a text.
  private final BitSet starts = new BitSet();

  private final boolean idle;

  /// @param tokens the first of those with the same pattern counts (the reference picks any)
  /// @param pattern what to look for instead of a token's content; an empty pattern matches nowhere
  AddedTokenMatcher(
      List<AddedToken> tokens, UnaryOperator<String> pattern, boolean specialTokensInText) {
    this.tokens = List.copyOf(tokens);
    this.specialTokensInText = specialTokensInText;
    for (int i = 0; i < tokens.size(); i++) {
      String content = pattern.apply(tokens.get(i).content());
      if (!content.isEmpty()) {
        patterns.put(content, i);
        starts.set(content.charAt(0));
      }
    }
    idle = tokens.stream().allMatch(token -> token.special() && !specialTokensInText);
  }

  /// Whether no text can ever be cut.
  boolean isIdle() {
    return idle;
  }

  /// Sends the parts of `text` to `sink` until it wants no more.
  void split(CharSequence text, SegmentSink sink) {
    int open = 0;
    int at = 0;
    boolean wanted = true;
    while (at < text.length() && wanted) {
      int end = starts.get(text.charAt(at)) ? longest(text, at) : at;
      if (end == at) {
        at++;
        continue;
      }
      AddedToken token = tokens.get(patterns.value(patterns.find(text.subSequence(at, end))));
      if (accepts(token, text, at, end)) {
        int from = token.stripLeft() ? spacesBefore(text, at, open) : at;
        int to = token.stripRight() ? spacesAfter(text, end) : end;
        if (open < from) {
          wanted = sink.text(open, from);
        }
        wanted = wanted && sink.token(token.id(), from, to);
        open = to;
      }
      at = end;
    }
    if (wanted && open < text.length()) {
      sink.text(open, text.length());
    }
  }

  /// The end of the longest pattern that begins at `from`, or `from`.
  private int longest(CharSequence text, int from) {
    int end = from;
    int node = Trie.ROOT;
    for (int i = from; i < text.length() && node != Trie.NONE; i++) {
      node = patterns.child(node, text.charAt(i));
      if (node != Trie.NONE && patterns.value(node) != Trie.NONE) {
        end = i + 1;
      }
    }
    return end;
  }

  private boolean accepts(AddedToken token, CharSequence text, int from, int to) {
    if (token.special() && !specialTokensInText) {
      return false;
    }
    return !token.singleWord()
        || ((from == 0 || !isWordCharacter(Character.codePointBefore(text, from)))
            && (to == text.length() || !isWordCharacter(Character.codePointAt(text, to))));
  }

  private static int spacesBefore(CharSequence text, int end, int floor) {
    int start = end;
    while (start > floor && isSpace(text.charAt(start - 1))) {
      start--;
    }
    // A token found inside the white space that the last one took along starts no earlier.
    return Math.max(start, floor);
  }

  private static int spacesAfter(CharSequence text, int start) {
    int end = start;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isSpace(char unit) {
    return (BertCharacters.classes(unit) & SPACE) != 0;
  }

  /// What regular expressions call `\w`: letters, marks, decimal digits, connectors, joiners. Here
  /// the reference follows the current Unicode, as the JDK does.
  private static boolean isWordCharacter(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isAlphabetic(codePoint) || codePoint == 0x200C || codePoint == 0x200D;
    };
  }
}
