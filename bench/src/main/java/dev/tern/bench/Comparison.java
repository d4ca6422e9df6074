package dev.tern.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Whether contenders return the same documents with the same scores in the same order.
final class Comparison {
  private Comparison() {}

  /// Compares all contenders with the last one, on every query, and returns a fingerprint of all
  /// hits of all queries.
  ///
  /// @param label of the queries, for messages
  /// @throws WrongAnswerException if there is a difference, with the number of queries that have
  ///   one
  static long fingerprint(String label, List<? extends Contender> contenders, int queries, int k)
      throws IOException {
    Contender peer = contenders.getLast();
    long fingerprint = k;
    int mismatches = 0;
    String first = "";
    for (int query = 0; query < queries; query++) {
      long[][] hits = new long[contenders.size()][];
      for (int i = 0; i < hits.length; i++) {
        hits[i] = contenders.get(i).hits(contenders.get(i).search(query, k));
      }
      long[] expected = hits[hits.length - 1];
      fingerprint = 31 * fingerprint + Arrays.hashCode(expected);
      for (int i = 0; i < hits.length - 1; i++) {
        if (!Arrays.equals(expected, hits[i]) && mismatches++ == 0) {
          first = difference(contenders.get(i), query, hits[i], expected);
        }
      }
    }
    if (mismatches > 0) {
      throw new WrongAnswerException(
          "%s k=%d: %d lists of hits are not those of %s; the first: %s"
              .formatted(label, k, mismatches, peer.name(), first));
    }
    return fingerprint;
  }

  private static String difference(Contender contender, int query, long[] hits, long[] expected) {
    int place = Arrays.mismatch(hits, expected);
    return "%s has %s at place %d for query %d, where %s was expected"
        .formatted(contender.name(), hit(hits, place), place, query, hit(expected, place));
  }

  private static String hit(long[] hits, int place) {
    return place == hits.length
        ? "nothing"
        : "document " + (int) hits[place] + " with score " + (hits[place] >>> Integer.SIZE);
  }
}
