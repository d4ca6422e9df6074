package dev.tern.encoder;

/// How texts are put together when many are encoded. It changes the speed and nothing else: every
/// text has the same vector, bit for bit, under all values.
///
/// @param threads workers, each of which runs whole mini-batches by itself; at least 1
/// @param tokensPerBatch most tokens of a mini-batch, at least 1; a text of more is one by itself
/// @param textsPerWindow how many texts are read ahead and sorted by length, at least 1; twice as
///   many are in memory at most
public record Batching(int threads, int tokensPerBatch, int textsPerWindow) {
  /// Refuses values below 1.
  public Batching {
    if (threads < 1 || tokensPerBatch < 1 || textsPerWindow < 1) {
      throw new IllegalArgumentException(
          "batching needs at least one of each: threads="
              + threads
              + " tokensPerBatch="
              + tokensPerBatch
              + " textsPerWindow="
              + textsPerWindow);
    }
  }

  /// A worker for each processor, mini-batches of 1,024 tokens, windows of 512 texts.
  public static Batching standard() {
    return new Batching(Runtime.getRuntime().availableProcessors(), 1024, 512);
  }

  /// The same with another number of workers.
  public Batching withThreads(int threads) {
    return new Batching(threads, tokensPerBatch, textsPerWindow);
  }
}
