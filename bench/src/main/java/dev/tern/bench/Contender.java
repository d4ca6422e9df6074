package dev.tern.bench;

import java.io.IOException;

/// One way to search one index, with queries that are in the form it takes.
interface Contender {
  String name();

  /// Searches; this is what is measured. Several threads may call it.
  ///
  /// @param query its number
  Object search(int query, int k) throws IOException;

  /// What a search has returned, the best first: score · 2³² + docId.
  long[] hits(Object found);
}
