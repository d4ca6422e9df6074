package dev.tern.bench.synthetic;

import java.util.stream.IntStream;

/// Turns the frequencies of words into impacts: round(255 · s / max s), at least 1, where s = idf ·
/// tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / mean length)).
final class Bm25Impacts {
  private static final double K1 = 0.9;
  private static final double B = 0.4;

  private final double[] idf;
  private final int[] lengths;

  /// @param idf by term
  /// @param lengths by document
  Bm25Impacts(double[] idf, int[] lengths) {
    this.idf = idf;
    this.lengths = lengths;
  }

  /// Replaces the values of all chunks.
  ///
  /// @param documentsPerChunk in every chunk but the last
  void replace(Chunk[] chunks, int documentsPerChunk) {
    double mean = IntStream.of(lengths).average().orElse(1);
    double greatest =
        IntStream.range(0, chunks.length)
            .parallel()
            .mapToDouble(i -> visit(chunks[i], i * documentsPerChunk, mean, 0))
            .max()
            .orElse(1);
    IntStream.range(0, chunks.length)
        .parallel()
        .forEach(i -> visit(chunks[i], i * documentsPerChunk, mean, 255 / greatest));
  }

  /// The greatest score of a chunk whose first document is `first`; where the scale is above 0, the
  /// scores replace the frequencies.
  private double visit(Chunk chunk, int first, double mean, double scale) {
    double greatest = 0;
    for (int document = 0; document < chunk.documents(); document++) {
      double norm = K1 * (1 - B + B * lengths[first + document] / mean);
      for (int i = chunk.start(document); i < chunk.start(document + 1); i++) {
        int tf = chunk.value(i);
        double score = idf[chunk.term(i)] * tf * (K1 + 1) / (tf + norm);
        greatest = Math.max(greatest, score);
        if (scale > 0) {
          chunk.set(i, Math.clamp(Math.round(score * scale), 1, 255));
        }
      }
    }
    return greatest;
  }
}
