package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.kernel.Matrix;

/// The position-wise feed-forward block with its residual connection, for some rows at a time: `y =
/// x + output(activation(inner))`, `inner = intermediate(x)`.
///
/// Of the inner layer only what stands before the activation is kept.
record FeedForward(Linear intermediate, Activation activation, Linear output) {
  /// `y <- x + ...`, and the inner layer.
  void forward(Scratch s, Matrix x, int row, int rows, Matrix inner, Matrix y) {
    s.activated.reshape(rows, inner.columns());
    s.left.pack(x, row, rows, 0, x.columns());
    for (int panel = 0; panel < intermediate.panels(); panel++) {
      intermediate.multiply(s, panel);
      s.strip.store(inner, row, panel * PANEL, intermediate.columns(panel));
      activation.forward(s.strip);
      s.strip.store(s.activated, 0, panel * PANEL, intermediate.columns(panel));
    }
    System.arraycopy(x.values(), x.offset(row), y.values(), y.offset(row), rows * x.columns());
    output.addTo(s, s.activated, 0, row, rows, y);
  }

  /// `dx <- dy + ...` and `dInner`; the inner layer is replaced by what the activation makes of it,
  /// for [#addGradients].
  void backward(Scratch s, Matrix dy, int row, int rows, Matrix inner, Matrix dInner, Matrix dx) {
    s.left.pack(dy, row, rows, 0, dy.columns());
    for (int panel = 0; panel < output.inputPanels(); panel++) {
      int columns = output.inputColumns(panel);
      output.multiplyBack(s, panel);
      s.second.load(inner, row, rows, panel * PANEL, columns);
      activation.backward(s.second, s.strip);
      s.second.store(inner, row, panel * PANEL, columns);
      s.strip.store(dInner, row, panel * PANEL, columns);
    }
    System.arraycopy(dy.values(), dy.offset(row), dx.values(), dx.offset(row), rows * dy.columns());
    intermediate.backwardTo(s, dInner, row, rows, dx);
  }

  /// Adds the gradients of both layers, after [#backward] of all rows.
  void addGradients(Workers workers, Matrix x, Matrix activated, Matrix dInner, Matrix dy) {
    output.addGradients(workers, activated, dy);
    intermediate.addGradients(workers, x, dInner);
  }
}
