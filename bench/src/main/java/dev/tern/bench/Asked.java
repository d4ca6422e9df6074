package dev.tern.bench;

import java.io.IOException;

/// A contender whose hits nobody compares here.
///
/// @param name of the contender
/// @param work that is measured
record Asked(String name, Work work) implements Contender {
  /// A search.
  interface Work {
    /// Searches for the query with a number.
    Object search(int query, int k) throws IOException;
  }

  @Override
  public Object search(int query, int k) throws IOException {
    return work.search(query, k);
  }

  @Override
  public long[] hits(Object found) {
    throw new UnsupportedOperationException("hits of " + name + " are not compared");
  }
}
