package dev.tern.engine;

import java.util.Collection;
import java.util.Set;
import java.util.function.IntPredicate;

/// Which documents may be hits.
public sealed interface DocumentFilter {
  /// All documents.
  static DocumentFilter all() {
    return new All();
  }

  /// The documents with these keys; keys that no document has are ignored.
  static DocumentFilter keys(Collection<String> keys) {
    return new Keys(Set.copyOf(keys));
  }

  /// The documents whose docId fulfils a predicate. It is asked in the thread that searches, about
  /// documents that score high enough and not about others, and gives the same answer each time.
  static DocumentFilter matching(IntPredicate predicate) {
    return new Matching(predicate);
  }

  /// All documents.
  record All() implements DocumentFilter {}

  /// The documents with some keys.
  ///
  /// @param keys of the documents
  record Keys(Set<String> keys) implements DocumentFilter {
    /// Copies the set.
    public Keys {
      keys = Set.copyOf(keys);
    }
  }

  /// The documents that fulfil a predicate.
  ///
  /// @param predicate of the docId
  record Matching(IntPredicate predicate) implements DocumentFilter {}
}
