package dev.tern.engine.indexing;

import java.util.Arrays;

/// For each document the terms with its greatest impacts: what it is about.
///
/// All terms of a million documents would take more than half a gigabyte; [#MOST] take 128 MB.
final class TopTerms {
  /// Terms that are kept of a document.
  static final int MOST = 32;

  /// Terms have numbers below this, so that an impact fits above; others are left out.
  static final int TERMS = 1 << 24;

  private final byte[] counts;

  /// Of document d in places from d [#MOST] on: impact << 24 | term.
  private final int[][] entries;

  /// @param documents how many there are
  TopTerms(int documents) {
    counts = new byte[documents];
    entries = new int[documents][];
  }

  /// Adds a posting.
  ///
  /// @param term number of the term
  /// @param impact 1 to 255
  void add(int document, int term, int impact) {
    if (term >= TERMS) {
      return;
    }
    int entry = impact << 24 | term;
    int[] own = entries[document];
    int count = counts[document];
    if (own == null) {
      own = new int[4];
      entries[document] = own;
    }
    if (count < MOST) {
      if (count == own.length) {
        own = Arrays.copyOf(own, Math.min(2 * count, MOST));
        entries[document] = own;
      }
      own[count] = entry;
      counts[document]++;
      if (count + 1 == MOST) {
        leastFirst(own);
      }
    } else if (Integer.compareUnsigned(entry, own[0]) > 0) {
      own[0] = entry;
      leastFirst(own);
    }
  }

  private static void leastFirst(int[] own) {
    int least = 0;
    for (int i = 1; i < own.length; i++) {
      least = Integer.compareUnsigned(own[i], own[least]) < 0 ? i : least;
    }
    int first = own[0];
    own[0] = own[least];
    own[least] = first;
  }

  /// The terms of each document, in one array without impacts.
  Bisection.Terms toTerms(int terms) {
    int[] starts = new int[counts.length + 1];
    for (int document = 0; document < counts.length; document++) {
      starts[document + 1] = Math.addExact(starts[document], counts[document]);
    }
    int[] flat = new int[starts[counts.length]];
    for (int document = 0; document < counts.length; document++) {
      for (int i = 0; i < counts[document]; i++) {
        flat[starts[document] + i] = entries[document][i] & (TERMS - 1);
      }
      entries[document] = null;
    }
    return new Bisection.Terms(starts, flat, Math.min(terms, TERMS));
  }
}
