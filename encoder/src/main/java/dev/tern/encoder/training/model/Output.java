package dev.tern.encoder.training.model;

import dev.tern.encoder.training.loss.SparseRows;

/// What follows the layers.
sealed interface Output permits SparseOutput, DenseOutput {
  /// The vectors of the texts of the tape.
  SparseRows forward(Workers workers, Tape tape);

  /// Sets the gradient of the hidden states and adds those of the parameters.
  ///
  /// @param vectors with their gradients, the first text of the tape at `firstRow`
  void backward(Workers workers, Tape tape, SparseRows vectors, int firstRow, Gradients d);

  /// Takes up the weights as they are now.
  void refresh(Workers workers);
}
