package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;
import java.util.Arrays;

/// A linear layer: `y = x W^T + b`.
///
/// x is [T x inputs], W [outputs x inputs], b [outputs] and y [T x outputs]. Each member of a team
/// computes its rows of y.
final class Linear {
  private final PackedMatrix weight;

  /// b, zero-padded to whole panels.
  private final float[] bias;

  Linear(PackedMatrix weight, float[] bias) {
    if (bias.length != weight.outputs()) {
      throw new IllegalArgumentException(
          "a bias needs a value for each output: values="
              + bias.length
              + " outputs="
              + weight.outputs());
    }
    this.weight = weight;
    this.bias = Arrays.copyOf(bias, weight.panels() * PackedMatrix.PANEL);
  }

  /// Reads `name.weight`, which is [outputs x inputs], and `name.bias`.
  static Linear load(Checkpoint checkpoint, String name, int outputs, int inputs)
      throws CheckpointException {
    return new Linear(
        PackedWeights.read(checkpoint, outputs, inputs, name + ".weight"),
        checkpoint.read(name + ".bias", outputs));
  }

  /// `y <- x W^T + b`.
  void forward(Activations a, Matrix x, Matrix y) {
    Strip strip = a.strip;
    for (int row = a.firstRow(), rows; row < a.endRow(); row += rows) {
      rows = Strip.next(a.endRow() - row);
      for (int panel = 0; panel < weight.panels(); panel++) {
        multiply(x, row, rows, panel, strip);
        strip.store(y, row, panel * PackedMatrix.PANEL, weight.columns(panel));
      }
    }
  }

  /// `y <- activation(x W^T + b)`.
  void forward(Activations a, Matrix x, HiddenActivation activation, Matrix y) {
    Strip strip = a.strip;
    for (int row = a.firstRow(), rows; row < a.endRow(); row += rows) {
      rows = Strip.next(a.endRow() - row);
      for (int panel = 0; panel < weight.panels(); panel++) {
        multiply(x, row, rows, panel, strip);
        switch (activation) {
          case GELU_ERF -> strip.geluErf();
          case GELU_TANH -> strip.geluTanh();
          case RELU -> strip.relu();
        }
        strip.store(y, row, panel * PackedMatrix.PANEL, weight.columns(panel));
      }
    }
  }

  /// `y <- y + (x W^T + b)`, the residual connection.
  void addTo(Activations a, Matrix x, Matrix y) {
    Strip strip = a.strip;
    for (int row = a.firstRow(), rows; row < a.endRow(); row += rows) {
      rows = Strip.next(a.endRow() - row);
      for (int panel = 0; panel < weight.panels(); panel++) {
        multiply(x, row, rows, panel, strip);
        strip.addTo(y, row, panel * PackedMatrix.PANEL, weight.columns(panel));
      }
    }
  }

  private void multiply(Matrix x, int row, int rows, int panel, Strip strip) {
    Matmul.multiply(x, row, rows, 0, weight, panel, strip);
    strip.addRow(bias, panel * PackedMatrix.PANEL);
  }
}
