package dev.tern.engine;

import dev.tern.engine.query.Evaluator;
import dev.tern.engine.query.Exhaustive;
import dev.tern.engine.query.MaxScore;
import dev.tern.engine.query.Wand;
import dev.tern.engine.query.WindowedHybrid;

/// How the best documents are found. All give the same hits; they differ in time only.
public enum Algorithm {
  /// One of the others, chosen by the number of terms in the query.
  AUTOMATIC,
  /// Scores every document that has a term of the query.
  EXHAUSTIVE,
  /// Turtle and Flood 1995: looks up the terms that cannot make a hit by themselves.
  MAX_SCORE,
  /// Broder et al. 2003: jumps over documents whose terms cannot add up to a hit.
  WAND,
  /// Adds up windows of documents and leaves out blocks whose bounds are too low.
  WINDOWED_HYBRID;

  /// The most terms with which looking up pays. Measured on 300,000 synthetic documents of 120
  /// terms: MaxScore takes half the time of the exhaustive search for 1 to 3 terms, the same for
  /// about 4 to 8 (k = 10) or 3 (k = 1000), twice the time from 12 on. WAND was never the fastest
  /// by much.
  private static final int MAX_SCORE_TERMS = 4;

  /// The algorithm to use for a query with this many terms.
  Algorithm forTerms(int terms) {
    if (this != AUTOMATIC) {
      return this;
    }
    return terms <= MAX_SCORE_TERMS ? MAX_SCORE : EXHAUSTIVE;
  }

  /// A new evaluator, for one search.
  Evaluator evaluator() {
    return switch (this) {
      case EXHAUSTIVE -> new Exhaustive();
      case MAX_SCORE -> new MaxScore();
      case WAND -> new Wand();
      case WINDOWED_HYBRID -> new WindowedHybrid();
      case AUTOMATIC -> throw new IllegalStateException("not chosen yet: algorithm=" + this);
    };
  }
}
