package dev.tern.engine.collection;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.TermCounts;
import dev.tern.encoder.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;

/// Documents as BM25 sees them: saturated term frequencies over the tokens of the whole text.
///
/// Two passes over the first documents, since a weight depends on the average length; the second
/// tokenizes again, which costs less than holding the tokens of a large collection in memory. Later
/// documents are measured by the average of the first ones, so that all weights are comparable.
final class LexicalDocuments implements DocumentSide {
  static final String AVERAGE_LENGTH = "tern.bm25.averageLength";

  private final Tokenizer tokenizer;
  private final Bm25 bm25;
  private final LongAdder encoded = new LongAdder();
  private OptionalDouble averageLength;
  private volatile boolean cancelled;

  /// @param averageLength in tokens, of the documents that were there before; absent if there are
  ///   none
  LexicalDocuments(Tokenizer tokenizer, Bm25 bm25, OptionalDouble averageLength) {
    this.tokenizer = tokenizer;
    this.bm25 = bm25;
    this.averageLength = averageLength;
  }

  @Override
  public void encode(Iterable<Document> documents, Sink sink) throws IOException {
    if (averageLength.isEmpty()) {
      averageLength = OptionalDouble.of(measured(documents));
    }
    double average = averageLength.getAsDouble();
    for (Document document : documents) {
      TermCounts counts = TermCounts.of(tokens(document));
      SparseVector vector =
          counts.weigh((term, tf) ->
              tokenizer.isSpecial(term) ? 0 : bm25.documentWeight(tf, counts.length(), average));
      encoded.add(counts.length());
      sink.accept(document, vector);
    }
  }

  private double measured(Iterable<Document> documents) {
    long tokens = 0;
    long count = 0;
    for (Document document : documents) {
      tokens += tokens(document).length;
      count++;
    }
    return Math.max(1, (double) tokens / Math.max(1, count));
  }

  @Override
  public Map<String, String> properties() {
    return averageLength.isPresent()
        ? Map.of(AVERAGE_LENGTH, Double.toString(averageLength.getAsDouble()))
        : Map.of();
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
