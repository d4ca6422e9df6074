package dev.tern.engine.collection;

import java.util.Comparator;

/// A document in a ranking.
///
/// @param key of the document
/// @param score by which it is ranked, the greatest first
public record Ranked(String key, double score) {
  /// The greatest score first, equal ones by key.
  static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::key);
}
