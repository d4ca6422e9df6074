package dev.tern.bench.plain;

import dev.tern.encoder.tokenizer.Vocabulary;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Uncased BERT's tokenizer on strings: a normal form, a regular expression for words, and the
/// longest piece of the vocabulary that the rest of a word begins with.
///
/// Devlin et al., "BERT" (2019); Schuster and Nakajima, "Japanese and Korean Voice Search" (2012).
/// What a character is, is asked of Java, whose Unicode is newer than the reference's: rare
/// characters may differ. Special tokens in a text are plain text.
public final class PlainTokenizer {
  private static final int MAX_WORD_CODE_POINTS = 100;

  private static final Pattern DROPPED =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\x{FFFD}&&[^\\t\\n\\r]]");
  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}");

  /// Punctuation, which in ASCII includes all symbols.
  private static final String MARK = "\\p{P}$+<=>^`|~";

  private static final String IDEOGRAPH =
      "\\x{4E00}-\\x{9FFF}\\x{3400}-\\x{4DBF}\\x{20000}-\\x{2A6DF}\\x{2A700}-\\x{2CEAF}"
          + "\\x{F900}-\\x{FAFF}\\x{2F800}-\\x{2FA1F}";

  private static final Pattern WORD =
      Pattern.compile("[%1$s%2$s]|[^\\p{IsWhite_Space}%1$s%2$s]+".formatted(MARK, IDEOGRAPH));

  private final Vocabulary vocabulary;
  private final int unknown;

  /// @param vocabulary with `[UNK]`, `[CLS]` and `[SEP]`, and continuing pieces that begin with
  ///   `##`
  public PlainTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.unknown = vocabulary.idOf("[UNK]");
  }

  /// The ids of a text without special tokens around.
  public int[] encodePlain(String text) {
    return ids(text).stream().mapToInt(Integer::intValue).toArray();
  }

  /// The ids of a text between `[CLS]` and `[SEP]`, cut at the end to `maxTokens` with these two.
  public int[] encode(String text, int maxTokens) {
    List<Integer> ids = ids(text);
    ids = new ArrayList<>(ids.subList(0, Math.min(ids.size(), maxTokens - 2)));
    ids.addFirst(vocabulary.idOf("[CLS]"));
    ids.addLast(vocabulary.idOf("[SEP]"));
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Integer> ids(String text) {
    List<Integer> ids = new ArrayList<>();
    WORD.matcher(normalForm(text))
        .results()
        .map(MatchResult::group)
        .forEach(word -> ids.addAll(pieces(word)));
    return ids;
  }

  private static String normalForm(String text) {
    String clean = DROPPED.matcher(text).replaceAll("");
    String decomposed = Normalizer.normalize(clean, Normalizer.Form.NFD);
    // One character after the other: String.toLowerCase knows the final sigma, BERT does not.
    return ACCENTS
        .matcher(decomposed)
        .replaceAll("")
        .codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private List<Integer> pieces(String word) {
    List<Integer> pieces = new ArrayList<>();
    if (word.codePointCount(0, word.length()) > MAX_WORD_CODE_POINTS) {
      return List.of(unknown);
    }
    for (int begin = 0, end; begin < word.length(); begin = end) {
      int id = -1;
      for (end = word.length() + 1; id < 0 && end > begin + 1; ) {
        id = vocabulary.idOf((begin == 0 ? "" : "##") + word.substring(begin, --end));
      }
      if (id < 0) {
        return List.of(unknown);
      }
      pieces.add(id);
    }
    return pieces;
  }
}
