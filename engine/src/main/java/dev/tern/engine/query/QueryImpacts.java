package dev.tern.engine.query;

import dev.tern.encoder.SparseVector;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// A query as integers: q_t = round(w_t / step), where the finest step is max_t w_t / Q and Q, the
/// number of steps, is as large as it can be without a score that does not fit an `int`. The caller
/// may ask for a coarser step, such as 1 for weights that are whole numbers.
///
/// No document can score more than 255 · Σ_t q_t, so that Q = 4095 unless Σ_t (w_t · Q / max w +
/// 1/2) would exceed (2³¹ - 1) / 255. Only terms that the index has count, for terms that no
/// document has must not cost the others their precision. Terms whose q_t is 0 are left out.
/// Immutable.
public final class QueryImpacts {
  /// The greatest impact of a document.
  private static final int MAX_DOCUMENT_IMPACT = 255;

  /// The greatest impact of a query, far finer than the impacts of documents.
  static final int MAX_IMPACT = 4095;

  /// The greatest sum of a query's impacts.
  static final int MAX_SUM = Integer.MAX_VALUE / MAX_DOCUMENT_IMPACT;

  private final int[] terms;
  private final int[] impacts;
  private final double step;

  private QueryImpacts(int[] terms, int[] impacts, double step) {
    this.terms = terms;
    this.impacts = impacts;
    this.step = step;
  }

  /// The impacts of a query.
  ///
  /// @param known whether the index has a term
  /// @param leastStep the step, unless the finest one is above it
  /// @throws IllegalArgumentException if the query has more than 8,421,504 known terms
  public static QueryImpacts of(SparseVector query, IntPredicate known, float leastStep) {
    int[] terms = new int[query.size()];
    float[] weights = new float[query.size()];
    int count = 0;
    double sum = 0;
    float greatest = 0;
    for (int i = 0; i < query.size(); i++) {
      if (known.test(query.id(i))) {
        terms[count] = query.id(i);
        weights[count++] = query.weight(i);
        sum += query.weight(i);
        greatest = Math.max(greatest, query.weight(i));
      }
    }
    if (count > MAX_SUM) {
      throw new IllegalArgumentException("a query has too many terms: terms=" + count);
    }
    double steps = Math.floor((MAX_SUM - count / 2.0) * greatest / sum);
    double finest = count == 0 ? 0 : greatest / Math.clamp(steps, 1, MAX_IMPACT);
    return quantised(terms, weights, count, count == 0 ? 0 : Math.max(leastStep, finest));
  }

  private static QueryImpacts quantised(int[] terms, float[] weights, int count, double step) {
    int[] impacts = new int[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int impact = (int) Math.round(weights[i] / step);
      if (impact > 0) {
        terms[kept] = terms[i];
        impacts[kept++] = impact;
      }
    }
    return new QueryImpacts(Arrays.copyOf(terms, kept), Arrays.copyOf(impacts, kept), step);
  }

  /// Number of terms.
  public int size() {
    return terms.length;
  }

  /// The term at `position`; terms ascend.
  public int term(int position) {
    return terms[position];
  }

  /// The impact of the term at `position`, 1 to 4095.
  public int impact(int position) {
    return impacts[position];
  }

  /// The impact of a term, 0 if it is left out.
  public int impactOf(int term) {
    int position = Arrays.binarySearch(terms, term);
    return position < 0 ? 0 : impacts[position];
  }

  /// The weight of one step, 0 if the query has no known term.
  public double step() {
    return step;
  }
}
