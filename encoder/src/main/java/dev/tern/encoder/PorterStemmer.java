package dev.tern.encoder;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The stem of an English word, by the rules of M. F. Porter, "An algorithm for suffix stripping"
/// (Program 14, 1980), as published; words of one or two letters are their own stems.
///
/// `m` is the number of changes from a vowel to a consonant in what is before a suffix. A `y` is a
/// vowel after a consonant, else a consonant.
final class PorterStemmer {
  /// What stands for a suffix.
  private record Rule(String suffix, String replacement) {}

  private static final List<Rule> STEP_2 =
      rules(
          "ational ate tional tion enci ence anci ance izer ize abli able alli al entli ent eli e"
              + " ousli ous ization ize ation ate ator ate alism al iveness ive fulness ful"
              + " ousness ous aliti al iviti ive biliti ble");

  private static final List<Rule> STEP_3 =
      rules("icate ic ative - alize al iciti ic ical ic ful - ness -");

  private static final List<Rule> STEP_4 =
      rules(
          "al - ance - ence - er - ic - able - ible - ant - ement - ment - ent - ion - ou - ism -"
              + " ate - iti - ous - ive - ize -");

  private PorterStemmer() {}

  private static List<Rule> rules(String pairs) {
    List<String> words = List.of(pairs.split(" ", -1));
    return IntStream.range(0, words.size() / 2)
        .mapToObj(i -> new Rule(words.get(2 * i), words.get(2 * i + 1).replace("-", "")))
        .toList();
  }

  /// The stem of a word of the letters a to z.
  static String stem(String word) {
    if (word.length() < 3) {
      return word;
    }
    String stem = pastAndProgressive(plural(word));
    if (stem.endsWith("y") && hasVowel(without(stem, 1))) {
      stem = without(stem, 1) + "i";
    }
    stem = replace(stem, STEP_2);
    stem = replace(stem, STEP_3);
    return finalLetters(remove(stem));
  }

  /// Step 1a.
  private static String plural(String word) {
    if (word.endsWith("sses") || word.endsWith("ies")) {
      return without(word, 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") ? without(word, 1) : word;
  }

  /// Step 1b.
  private static String pastAndProgressive(String word) {
    if (word.endsWith("eed")) {
      return measure(without(word, 3)) > 0 ? without(word, 1) : word;
    }
    int suffix = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
    if (suffix == 0 || !hasVowel(without(word, suffix))) {
      return word;
    }
    String stem = without(word, suffix);
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    if (endsWithDouble(stem) && "lsz".indexOf(last(stem)) < 0) {
      return without(stem, 1);
    }
    return measure(stem) == 1 && endsWithShortSyllable(stem) ? stem + "e" : stem;
  }

  /// The longest suffix of `rules` that the word has.
  private static Optional<Rule> longest(String word, List<Rule> rules) {
    return rules.stream()
        .filter(rule -> word.endsWith(rule.suffix))
        .max(Comparator.comparingInt(rule -> rule.suffix.length()));
  }

  /// Steps 2 and 3.
  private static String replace(String word, List<Rule> rules) {
    Optional<Rule> rule = longest(word, rules);
    if (rule.isEmpty()) {
      return word;
    }
    String stem = without(word, rule.get().suffix.length());
    return measure(stem) > 0 ? stem + rule.get().replacement : word;
  }

  /// Step 4.
  private static String remove(String word) {
    Optional<Rule> rule = longest(word, STEP_4);
    if (rule.isEmpty()) {
      return word;
    }
    String stem = without(word, rule.get().suffix.length());
    boolean stays = rule.get().suffix.equals("ion") && !stem.endsWith("s") && !stem.endsWith("t");
    return measure(stem) > 1 && !stays ? stem : word;
  }

  /// Step 5.
  private static String finalLetters(String word) {
    String stem = word;
    if (stem.endsWith("e")) {
      String before = without(stem, 1);
      int m = measure(before);
      stem = m > 1 || (m == 1 && !endsWithShortSyllable(before)) ? before : stem;
    }
    return stem.endsWith("ll") && measure(stem) > 1 ? without(stem, 1) : stem;
  }

  private static String without(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }

  private static char last(String word) {
    return word.charAt(word.length() - 1);
  }

  private static boolean isConsonant(String word, int at) {
    return switch (word.charAt(at)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> at == 0 || !isConsonant(word, at - 1);
      default -> true;
    };
  }

  private static boolean hasVowel(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!isConsonant(word, i)) {
        return true;
      }
    }
    return false;
  }

  /// m
  private static int measure(String word) {
    int changes = 0;
    for (int i = 1; i < word.length(); i++) {
      changes += isConsonant(word, i) && !isConsonant(word, i - 1) ? 1 : 0;
    }
    return changes;
  }

  private static boolean endsWithDouble(String word) {
    int end = word.length() - 1;
    return end > 0 && word.charAt(end) == word.charAt(end - 1) && isConsonant(word, end);
  }

  /// Whether a word ends with consonant, vowel, consonant, the last of them none of w, x, y.
  private static boolean endsWithShortSyllable(String word) {
    int end = word.length() - 1;
    return end > 1
        && isConsonant(word, end)
        && !isConsonant(word, end - 1)
        && isConsonant(word, end - 2)
        && "wxy".indexOf(word.charAt(end)) < 0;
  }
}
