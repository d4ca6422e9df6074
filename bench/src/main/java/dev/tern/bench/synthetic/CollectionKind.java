package dev.tern.bench.synthetic;

/// What the impacts of a collection are modelled on.
public enum CollectionKind {
  /// Vectors of a SPLADE-like encoder: about 154 terms of a WordPiece vocabulary a document.
  LEARNED_SPARSE(30_522),
  /// BM25 scores (k1 = 0.9, b = 0.4) of words: about 38 different ones a document.
  BM25(60_000);

  private final int vocabulary;

  CollectionKind(int vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Number of terms; ids are below it.
  public int vocabulary() {
    return vocabulary;
  }

  /// The terms that any document may have, by rank.
  AliasTable background() {
    return this == BM25
        ? AliasTable.zipf(vocabulary, 2.5, 1.05)
        : AliasTable.zipf(vocabulary, 8, 1);
  }

  /// The terms that a topic may be made of, by rank.
  AliasTable topical() {
    return this == BM25
        ? AliasTable.zipf(vocabulary, 120, 0.85)
        : AliasTable.zipf(vocabulary, 80, 0.8);
  }
}
