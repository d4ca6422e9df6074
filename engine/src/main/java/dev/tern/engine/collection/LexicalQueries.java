package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.engine.SparseIndex;

/// Queries as BM25 sees them: each token that occurs in the index, weighted by its rarity there.
final class LexicalQueries implements QueryVectors {
  private final Tokenizer tokenizer;
  private final SparseIndex index;

  LexicalQueries(Tokenizer tokenizer, SparseIndex index) {
    this.tokenizer = tokenizer;
    this.index = index;
  }

  @Override
  public SparseVector encode(String query) {
    return TermCounts.of(tokenizer.encodePlain(query, Integer.MAX_VALUE))
        .weigh((term, qtf) -> {
          int df = index.documentFrequency(term);
          return df == 0 || tokenizer.isSpecial(term)
              ? 0
              : Bm25.queryWeight(qtf, df, index.docIdLimit());
        });
  }

  @Override
  public void close() {}
}
