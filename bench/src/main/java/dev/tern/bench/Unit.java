package dev.tern.bench;

import java.util.Locale;

/// What a figure counts, and which direction is the better one.
enum Unit {
  TOKENS_PER_SECOND("tokens/s", true),
  POSTINGS_PER_SECOND("postings/s", true),
  QUERIES_PER_SECOND("queries/s", true),
  MICROSECONDS("µs", false),
  MILLISECONDS("ms", false),
  BYTES("bytes", false),
  MEBIBYTES("MiB", false),
  TIMES("times", false),
  BYTES_PER_POSTING("B/posting", false),
  PERCENT("%", true),
  GIGAFLOPS("GFLOP/s", true),
  NDCG("NDCG@10", true);

  private final String symbol;
  private final boolean moreIsBetter;

  Unit(String symbol, boolean moreIsBetter) {
    this.symbol = symbol;
    this.moreIsBetter = moreIsBetter;
  }

  /// How it is written.
  String symbol() {
    return symbol;
  }

  /// A figure with as many digits as tell two of them apart.
  String written(double value) {
    return String.format(Locale.ROOT, this == NDCG ? "%.4f" : "%,.1f", value);
  }

  /// How many times better `tern` is than `peer`.
  double ratio(double tern, double peer) {
    return moreIsBetter ? tern / peer : peer / tern;
  }
}
