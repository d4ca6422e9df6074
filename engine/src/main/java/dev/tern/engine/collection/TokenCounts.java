package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.TermCounts;
import dev.tern.encoder.tokenizer.Tokenizer;

/// Texts as the plain counts of their tokens.
record TokenCounts(Tokenizer tokenizer) implements QueryVectors {
  @Override
  public SparseVector encode(String text) {
    return TermCounts.of(tokenizer.encodePlain(text, Integer.MAX_VALUE))
        .weigh((term, count) -> tokenizer.isSpecial(term) ? 0 : count);
  }

  @Override
  public void close() {}
}
