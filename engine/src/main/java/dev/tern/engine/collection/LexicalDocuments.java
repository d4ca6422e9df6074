package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.TermCounts;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;

/// Documents as BM25 sees them: saturated term frequencies over the tokens of the whole text.
///
/// Two passes over the documents, since a weight depends on the average length; the second
/// tokenizes again, which costs less than holding the tokens of a large collection in memory.
final class LexicalDocuments implements DocumentSide {
  private final Tokenizer tokenizer;
  private final Bm25 bm25;
  private final LongAdder encoded = new LongAdder();
  private volatile boolean cancelled;

  LexicalDocuments(Tokenizer tokenizer, Bm25 bm25) {
    this.tokenizer = tokenizer;
    this.bm25 = bm25;
  }

  @Override
  public void encode(Iterable<Document> documents, Sink sink) throws IOException {
    long tokens = 0;
    long count = 0;
    for (Document document : documents) {
      tokens += tokens(document).length;
      count++;
    }
    double averageLength = Math.max(1, (double) tokens / Math.max(1, count));
    for (Document document : documents) {
      TermCounts counts = TermCounts.of(tokens(document));
      SparseVector vector =
          counts.weigh((term, tf) ->
              tokenizer.isSpecial(term)
                  ? 0
                  : bm25.documentWeight(tf, counts.length(), averageLength));
      encoded.add(counts.length());
      sink.accept(document, vector);
    }
  }

  private int[] tokens(Document document) {
    if (cancelled) {
      throw new CancellationException("indexing was cancelled");
    }
    return tokenizer.encodePlain(document.content(), Integer.MAX_VALUE);
  }

  @Override
  public long tokens() {
    return encoded.sum();
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {}
}
