package dev.tern.engine.indexing;

import java.util.Arrays;
import java.util.function.DoubleConsumer;

/// Orders documents so that similar ones are neighbours: Dhulipala, Kabiljo, Karrer, Ottaviano,
/// Pupyrev and Shalita, *Compressing Graphs and Indexes with Recursive Graph Bisection*, KDD 2016.
///
/// A range of documents is cut into halves, and documents move between the halves until each term
/// is, as far as possible, in one of them; then the halves are cut in the same way. With L(t) and
/// R(t) the documents of the left and the right half that have term t, a posting costs log2(n /
/// (L(t) + 1)) bits on the left, so that a document belongs to the left by
///
/// ```
/// affinity(d) = Σ_{t in d} log2(L(t) + 1) - log2(R(t) + 1)
/// ```
///
/// Each round puts the half of the documents with the greatest affinities on the left. Choosing the
/// median instead of sorting, and counting postings anew only of documents that moved, are from
/// Mackenzie, Petri and Moffat, *Tradeoff Options for Bipartite Graph Partitioning*, TKDE 2022.
///
/// Deterministic: the same documents in the same order get the same new order.
final class Bisection {
  /// The terms of documents.
  static final class Terms {
    /// Of document d in places `starts[d]` to `starts[d + 1]`.
    private final int[] terms;

    private final int[] starts;

    /// All terms are below this.
    private final int limit;

    Terms(int[] starts, int[] terms, int limit) {
      this.starts = starts;
      this.terms = terms;
      this.limit = limit;
    }

    /// The terms of a document.
    int[] of(int document) {
      return Arrays.copyOfRange(terms, starts[document], starts[document + 1]);
    }
  }

  /// A half of a block of 64 documents is not cut: what is in it has the same bounds.
  private static final int SMALLEST = 32;

  private static final int MOST_ROUNDS = 20;

  /// A round in which fewer than one in so many documents move is the last one.
  private static final int FEW = 128;

  private static final float[] LOGARITHMS = logarithms();

  private final Terms terms;
  private final int[] order;
  private final float[] affinities;
  private final int[] left;
  private final int[] right;
  private final double work;
  private final DoubleConsumer progress;
  private double done;

  private Bisection(Terms terms, DoubleConsumer progress) {
    this.terms = terms;
    this.progress = progress;
    int documents = terms.starts.length - 1;
    order = new int[documents];
    for (int i = 0; i < documents; i++) {
      order[i] = i;
    }
    affinities = new float[documents];
    left = new int[terms.limit];
    right = new int[terms.limit];
    work = documents * levels(documents);
  }

  /// The documents in their new order: document `order[i]` is to be in place i.
  ///
  /// @param progress told the share of the work that is done, in `[0, 1]`
  static int[] order(Terms terms, DoubleConsumer progress) {
    Bisection bisection = new Bisection(terms, progress);
    bisection.cut(0, bisection.order.length);
    return bisection.order;
  }

  private static double levels(int documents) {
    return Math.max(1, Math.ceil(Math.log((double) documents / SMALLEST) / Math.log(2)));
  }

  private void cut(int from, int to) {
    if (to - from <= SMALLEST) {
      return;
    }
    int middle = (from + to) >>> 1;
    count(from, middle, left, 1);
    count(middle, to, right, 1);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (exchange(from, middle, to) < (to - from) / FEW + 1) {
        break;
      }
    }
    count(from, middle, left, -1);
    count(middle, to, right, -1);
    done += to - from;
    progress.accept(Math.min(1, done / work));
    cut(from, middle);
    cut(middle, to);
  }

  /// Adds `sign` to the counts of all terms of some documents.
  private void count(int from, int to, int[] counts, int sign) {
    for (int i = from; i < to; i++) {
      count(order[i], counts, sign);
    }
  }

  private void count(int document, int[] counts, int sign) {
    for (int i = terms.starts[document]; i < terms.starts[document + 1]; i++) {
      counts[terms.terms[i]] += sign;
    }
  }

  /// Lets the documents change sides that belong to the other one, and returns how many did.
  private int exchange(int from, int middle, int to) {
    for (int i = from; i < to; i++) {
      affinities[i] = affinity(order[i]);
    }
    float[] chosen = Arrays.copyOfRange(affinities, from, to);
    float median = Selection.descending(chosen, middle - from);
    // From each side as many change as from the other: pairs of one that is on the right and above
    // the median, and one that is on the left and not.
    int moved = 0;
    int i = from;
    int j = middle;
    while (true) {
      while (i < middle && affinities[i] >= median) {
        i++;
      }
      while (j < to && affinities[j] <= median) {
        j++;
      }
      if (i == middle || j == to) {
        return moved;
      }
      swap(i++, j++);
      moved += 2;
    }
  }

  private void swap(int i, int j) {
    int leaves = order[i];
    int comes = order[j];
    order[i] = comes;
    order[j] = leaves;
    count(leaves, left, -1);
    count(leaves, right, 1);
    count(comes, right, -1);
    count(comes, left, 1);
  }

  private float affinity(int document) {
    float sum = 0;
    for (int i = terms.starts[document]; i < terms.starts[document + 1]; i++) {
      int term = terms.terms[i];
      sum += logarithm(left[term]) - logarithm(right[term]);
    }
    return sum;
  }

  /// log2(n + 1), nearly where n is large.
  private static float logarithm(int n) {
    return n < LOGARITHMS.length ? LOGARITHMS[n] : LOGARITHMS[n >>> 12] + 12;
  }

  private static float[] logarithms() {
    float[] table = new float[1 << 13];
    for (int n = 0; n < table.length; n++) {
      table[n] = (float) (StrictMath.log(n + 1) / StrictMath.log(2));
    }
    return table;
  }
}
