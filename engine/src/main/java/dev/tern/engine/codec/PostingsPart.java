package dev.tern.engine.codec;

/// Postings of some consecutive terms, encoded in memory. A part knows nothing of the others, so
/// that different threads can make them; one is for one thread at a time.
public interface PostingsPart {
  /// With so many bytes a part is long enough to be appended, and short enough to stay in a cache
  /// until then.
  long ENOUGH_BYTES = 1 << 18;

  /// Takes the postings of the next term, which are those in positions `from` to `to` of the
  /// arrays; there is at least one.
  ///
  /// @param term above every term so far
  /// @param documents strictly ascending within the term
  /// @param impacts 1 to 255, as unsigned bytes
  void put(int term, int[] documents, byte[] impacts, int from, int to);

  /// How many bytes the postings take.
  long bytes();
}
