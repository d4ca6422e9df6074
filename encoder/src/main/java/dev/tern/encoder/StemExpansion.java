package dev.tern.encoder;

import dev.tern.encoder.checkpoint.ExpansionFile;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The expansion by rule: a word stands for the other words of the vocabulary that have the same
/// stem, all with one factor.
///
/// Words of fewer than four letters are left alone: their stems are mostly accidents (`his` and
/// `hi`, `has` and `ha`), which cost .0007 on the average of eight collections. Where a stem has
/// more words than a word may stand for, those that are most frequent, and so have the least
/// weights in the table, are taken.
final class StemExpansion {
  /// Whole English words; pieces of words have no stem.
  private static final Pattern WORD = Pattern.compile("[a-z]{4,}");

  private StemExpansion() {}

  /// @param table by whose weights the most frequent words are told
  /// @param factor of the weight of the word in the query
  static List<Entry> of(Vocabulary vocabulary, QueryTable table, float factor) {
    TreeMap<String, List<Integer>> stems = new TreeMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (WORD.matcher(vocabulary.token(id)).matches() && table.weight(id) > 0) {
        String stem = PorterStemmer.stem(vocabulary.token(id));
        stems.computeIfAbsent(stem, _ -> new ArrayList<>()).add(id);
      }
    }
    return stems.values().stream()
        .map(words -> entries(words, table, factor))
        .flatMap(Collection::stream)
        .toList();
  }

  private static List<Entry> entries(List<Integer> words, QueryTable table, float factor) {
    words.sort(Comparator.comparingDouble((Integer id) -> table.weight(id)));
    List<Entry> entries = new ArrayList<>();
    for (int word : words) {
      words.stream()
          .filter(other -> other != word)
          .limit(ExpansionFile.MAX_OTHERS)
          .forEach(other -> entries.add(new Entry(word, other, factor)));
    }
    return entries;
  }
}
