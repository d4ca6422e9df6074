package dev.tern.engine.collection;

/// The BM25 formula in the form that Lucene has, split into a part of the document, which is
/// quantised into the index, and a part of the query.
///
/// ```
/// weight(t, d) = tf / (tf + k1 (1 - b + b length(d) / averageLength))     in [0, 1)
/// weight(t, q) = qtf ln(1 + (N - df + 0.5) / (df + 0.5))
/// score(q, d)  = sum over t of weight(t, q) weight(t, d)
/// ```
///
/// Robertson, Walker, Jones, Hancock-Beaulieu, Gatford: "Okapi at TREC-3" (1994). The constant
/// factor k1 + 1 is left out, as it changes no order.
///
/// @param k1 how slowly repetition saturates, at least 0
/// @param b how much length counts, from 0 to 1
public record Bm25(float k1, float b) {
  /// The values of Anserini's BEIR baselines.
  public static final Bm25 DEFAULT = new Bm25(0.9f, 0.4f);

  /// Refuses values outside their ranges.
  public Bm25 {
    if (!(k1 >= 0) || k1 == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("k1 must be finite and at least 0: k1=" + k1);
    }
    if (!(b >= 0 && b <= 1)) {
      throw new IllegalArgumentException("b must be from 0 to 1: b=" + b);
    }
  }

  /// The weight of a term in a document, in [0, 1].
  ///
  /// @param tf how often the term occurs in the document, at least 1
  /// @param length of the document in tokens, at least `tf`
  /// @param averageLength of the collection's documents, above 0
  public float documentWeight(int tf, long length, double averageLength) {
    return (float) (tf / (tf + k1 * (1 - b + b * length / averageLength)));
  }

  /// The weight of a term in a query; above 0 also for a term that every document has.
  ///
  /// @param qtf how often the term occurs in the query
  /// @param df in how many documents it occurs
  /// @param documents N, how many there are
  public static float queryWeight(int qtf, long df, long documents) {
    return (float) (qtf * Math.log(1 + (documents - df + 0.5) / (df + 0.5)));
  }
}
