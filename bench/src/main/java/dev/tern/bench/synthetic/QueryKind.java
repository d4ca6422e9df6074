package dev.tern.bench.synthetic;

/// What queries are modelled on.
public enum QueryKind {
  /// 5 to 8 words of a query, weighted by their rarity without a model.
  INFERENCE_FREE("qa", CollectionKind.LEARNED_SPARSE),
  /// 25 to 45 terms of about the same weight, the hardest to leave any out of.
  SPLADE_FLAT("qb", CollectionKind.LEARNED_SPARSE),
  /// 25 to 45 terms: 5 strong ones of a document, 10 medium ones and a long tail, as real ones are.
  SPLADE_SKEWED("qe", CollectionKind.LEARNED_SPARSE),
  /// 3 to 7 words of weight 1.
  BM25("qc", CollectionKind.BM25);

  private final String symbol;
  private final CollectionKind collection;

  QueryKind(String symbol, CollectionKind collection) {
    this.symbol = symbol;
    this.collection = collection;
  }

  /// A short name.
  public String symbol() {
    return symbol;
  }

  /// The collections that such queries are for.
  public CollectionKind collection() {
    return collection;
  }
}
