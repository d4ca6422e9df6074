package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.model.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/// What a forward pass keeps for the backward pass: buffers that are used again for the next batch.
///
/// Made by [Student#newTape]; one thread at a time. Two passes whose gradients are both to come, of
/// queries and of documents, need a tape each. It takes about 4 L (11 H + F) bytes for each token:
/// for 32 texts of 128 tokens and MiniLM's sizes, 0.6 GB.
public final class Tape {
  /// Around the normalisation of the embeddings.
  final NormTape embeddings;

  final List<LayerTape> layers = new ArrayList<>();
  final HeadTape head;

  /// Of dense vectors before they were divided by it, for each text; 1 where they were not.
  double[] lengths = {};

  private TokenBatch batch = TokenBatch.of();
  private int[] positions = {};
  private boolean isSpent = true;

  Tape(ModelConfig config) {
    embeddings = new NormTape(config.hiddenSize());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new LayerTape(config));
    }
    head = new HeadTape(config);
  }

  /// Turns to another batch.
  void begin(TokenBatch batch) {
    this.batch = batch;
    isSpent = false;
    int tokens = batch.tokens();
    if (positions.length < tokens) {
      positions = new int[tokens];
    }
    for (int text = 0; text < batch.texts(); text++) {
      for (int i = 0; i < batch.length(text); i++) {
        positions[batch.start(text) + i] = i;
      }
    }
    embeddings.resize(tokens);
    layers.forEach(layer -> layer.resize(tokens));
  }

  /// To be called at the beginning of a backward pass, which overwrites what it has used.
  ///
  /// @throws IllegalStateException if there was one since the last forward pass
  void spend() {
    if (isSpent) {
      throw new IllegalStateException(
          "a forward pass has one backward pass: texts=" + batch.texts());
    }
    isSpent = true;
  }

  /// The texts of the last forward pass.
  public TokenBatch batch() {
    return batch;
  }

  /// The place in its text of the token in `row`, counted from 0.
  int position(int row) {
    return positions[row];
  }

  /// The input of a layer, [T x H].
  Matrix input(int layer) {
    return layer == 0 ? embeddings.output : layers.get(layer - 1).output.output;
  }

  /// The hidden states of the last layer, [T x H].
  Matrix hidden() {
    return input(layers.size());
  }
}
