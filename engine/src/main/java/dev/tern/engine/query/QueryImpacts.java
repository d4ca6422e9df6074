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
/// document has must not cost the others their precision. Used again for every query.
public final class QueryImpacts {
  /// The greatest impact of a document.
  private static final int MAX_DOCUMENT_IMPACT = 255;

  /// The greatest impact of a query, far finer than the impacts of documents.
  static final int MAX_IMPACT = 4095;

  /// The greatest sum of a query's impacts.
  static final int MAX_SUM = Integer.MAX_VALUE / MAX_DOCUMENT_IMPACT;

  private static final int FIRST_CAPACITY = 64;

  private int[] impacts = new int[FIRST_CAPACITY];
  private double step;

  /// Computes the impacts of a query.
  ///
  /// @param known whether the index has the term in a position of the query
  /// @param leastStep the step, unless the finest one is above it
  /// @throws IllegalArgumentException if the query has more than 8,421,504 known terms
  public void set(SparseVector query, IntPredicate known, float leastStep) {
    set(query, known, leastStep, 0);
  }

  /// Computes the impacts of a query with the finest step, so that no known term is left out: an
  /// impact that would be 0 is 1. As that adds up to 1 to what rounding gives and not 1/2, Q = 4095
  /// unless Σ_t (w_t · Q / max w + 1) would exceed (2³¹ - 1) / 255.
  ///
  /// @param known whether the index has the term in a position of the query
  /// @throws IllegalArgumentException if the query has more than 8,421,504 known terms
  public void setAll(SparseVector query, IntPredicate known) {
    set(query, known, 0, 1);
  }

  private void set(SparseVector query, IntPredicate known, float leastStep, int leastImpact) {
    if (impacts.length < query.size()) {
      impacts = new int[Math.max(query.size(), 2 * impacts.length)];
    }
    int count = 0;
    double sum = 0;
    float greatest = 0;
    for (int i = 0; i < query.size(); i++) {
      impacts[i] = known.test(i) ? 1 : 0;
      if (impacts[i] > 0) {
        count++;
        sum += query.weight(i);
        greatest = Math.max(greatest, query.weight(i));
      }
    }
    if (count > MAX_SUM) {
      throw new IllegalArgumentException("a query has too many terms: terms=" + count);
    }
    double rounding = leastImpact > 0 ? count : count / 2.0;
    double steps = Math.floor((MAX_SUM - rounding) * greatest / sum);
    double finest = count == 0 ? 0 : greatest / Math.clamp(steps, 1, MAX_IMPACT);
    step = count == 0 ? 0 : Math.max(leastStep, finest);
    for (int i = 0; i < query.size(); i++) {
      impacts[i] =
          impacts[i] == 0 ? 0 : Math.max(leastImpact, (int) Math.round(query.weight(i) / step));
    }
    Arrays.fill(impacts, query.size(), impacts.length, 0);
  }

  /// The impact of the term in a position of the query, at most 4095; 0 if the term is left out,
  /// because no document has it or its weight is below half a step.
  public int impact(int position) {
    return impacts[position];
  }

  /// The weight of one step, 0 if the query has no known term.
  public double step() {
    return step;
  }
}
