package dev.tern.bench;

import dev.tern.bench.synthetic.QueryKind;
import java.util.stream.Stream;

/// What the engine is to reach, as ratios to Lucene unless it says otherwise.
final class EngineTargets {
  /// Postings a second from vectors to a committed index.
  static final double BUILD = 10;

  /// Bytes per posting for everything that searching needs; not a ratio.
  static final double BYTES_PER_POSTING = 3;

  /// Milliseconds to open an index; not a ratio.
  static final double OPEN_MILLIS = 100;

  /// The choice of an algorithm must not cost more than a tenth over the exhaustive one.
  static final double LEAST_OF_AUTOMATIC = 1 / 1.1;

  /// A query of text to the neural index, tokenizer included, must not take more than a tenth
  /// longer than one to BM25 of the same texts, and no longer than Lucene's BM25.
  static final double WHOLE_QUERY = 1 / 1.1;

  static final double WHOLE_QUERY_OF_LUCENE = 1;

  private EngineTargets() {}

  /// Whether there is an aim for queries of a kind.
  static boolean hasLatency(String kind) {
    return Stream.of(QueryKind.values()).anyMatch(each -> each.symbol().equals(kind));
  }

  /// p50 and p99 of a query.
  ///
  /// @param symbol of a [QueryKind]
  static double latency(String symbol, int k) {
    QueryKind kind =
        Stream.of(QueryKind.values()).filter(each -> each.symbol().equals(symbol)).findAny().get();
    return switch (kind) {
      case BM25 -> 5;
      case INFERENCE_FREE -> k <= 10 ? 30 : deep(k);
      case SPLADE_FLAT, SPLADE_SKEWED -> k <= 10 ? 25 : deep(k);
    };
  }

  private static double deep(int k) {
    return k <= 100 ? 18 : 15;
  }
}
