package dev.tern.encoder.model;

/// A forward pass together with what becomes of its results, to be run for batch after batch: all
/// it needs has been made, so that a text costs no objects.
///
/// For one thread at a time.
public interface ForwardPass {
  /// Computes a batch.
  ///
  /// @param team who computes each text together, unless other passes are under way
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  void run(TokenBatch batch, Team team);
}
