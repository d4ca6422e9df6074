package dev.tern.encoder;

/// How texts are put together when many are encoded, and threads when one is. It changes the speed
/// and nothing else: every text has the same vector, bit for bit, under all values.
///
/// @param threads workers, each of which runs whole mini-batches by itself; a single text is
///   computed by so many together while no other is. At least 1
/// @param tokensPerBatch most tokens of a mini-batch, at least 1; a text of more is one by itself
/// @param textsPerWindow how many texts are read ahead and sorted by length, at least 1; twice as
///   many are in memory at most, and fewer if they are very long
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

  /// Texts of a window for each worker: enough for one full mini-batch each of very short texts. A
  /// larger window gains nothing, since mini-batches are not padded, and keeps finished vectors
  /// from the consumer for longer.
  private static final int TEXTS_PER_WORKER = 64;

  private static final int MAX_TEXTS_PER_WINDOW = 1024;

  /// A worker for each processor, otherwise as [#of].
  public static Batching standard() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  /// So many workers, mini-batches of 1,024 tokens, windows of 64 texts for each worker and of
  /// 1,024 at most.
  public static Batching of(int threads) {
    long texts = Math.clamp((long) threads * TEXTS_PER_WORKER, 1, MAX_TEXTS_PER_WINDOW);
    return new Batching(threads, 1024, (int) texts);
  }

  /// The same with another number of workers.
  public Batching withThreads(int threads) {
    return new Batching(threads, tokensPerBatch, textsPerWindow);
  }
}
