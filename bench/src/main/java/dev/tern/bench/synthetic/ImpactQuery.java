package dev.tern.bench.synthetic;

import java.util.Map;
import java.util.SortedMap;

/// A query with integer weights. Immutable.
public final class ImpactQuery {
  private final int[] terms;
  private final int[] impacts;

  private ImpactQuery(SortedMap<Integer, Integer> impacts) {
    terms = impacts.keySet().stream().mapToInt(Integer::intValue).toArray();
    this.impacts = impacts.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /// A query with the given impacts, 1 to 255 each, by term.
  public static ImpactQuery of(SortedMap<Integer, Integer> impacts) {
    for (Map.Entry<Integer, Integer> term : impacts.entrySet()) {
      if (term.getValue() < 1 || term.getValue() > 255) {
        throw new IllegalArgumentException(
            "an impact is 1 to 255: term=" + term.getKey() + " impact=" + term.getValue());
      }
    }
    return new ImpactQuery(impacts);
  }

  /// Number of terms.
  public int size() {
    return terms.length;
  }

  /// The term at a position; terms ascend.
  public int term(int position) {
    return terms[position];
  }

  /// The impact of the term at a position, 1 to 255.
  public int impact(int position) {
    return impacts[position];
  }
}
