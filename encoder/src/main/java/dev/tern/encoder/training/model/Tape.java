package dev.tern.encoder.training.model;

import dev.tern.encoder.model.TokenBatch;

/// What a forward pass keeps for the backward pass: buffers that are used again for the next batch.
///
/// Made by [Student#newTape]; one thread at a time. Two passes whose gradients are both to come, of
/// queries and of documents, need a tape each.
public final class Tape {
  private TokenBatch batch = TokenBatch.of();

  Tape() {}

  /// The texts of the last forward pass.
  public TokenBatch batch() {
    return batch;
  }
}
