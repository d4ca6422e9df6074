package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.HiddenActivation;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.PackedRows;
import dev.tern.encoder.kernel.Strip;
import java.util.Arrays;

/// A linear layer: `y = x W^T + b`.
///
/// x is [T x inputs], W [outputs x inputs], b [outputs] and y [T x outputs].
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
    float[] weight = checkpoint.read(name + ".weight", outputs, inputs);
    float[] bias = checkpoint.read(name + ".bias", outputs);
    return new Linear(PackedMatrix.of(inputs, weight), bias);
  }

  /// `y <- x W^T + b`.
  void forward(Matrix x, Matrix y, PackedRows left, Strip strip) {
    for (int row = 0, rows; row < x.rows(); row += rows) {
      rows = Strip.next(x.rows() - row);
      left.pack(x, row, rows, 0, weight.depth());
      for (int panel = 0; panel < weight.panels(); panel++) {
        multiply(left, panel, strip);
        strip.store(y, row, panel * PackedMatrix.PANEL, weight.columns(panel));
      }
    }
  }

  /// `y <- activation(x W^T + b)`.
  void forward(Matrix x, HiddenActivation activation, Matrix y, PackedRows left, Strip strip) {
    for (int row = 0, rows; row < x.rows(); row += rows) {
      rows = Strip.next(x.rows() - row);
      left.pack(x, row, rows, 0, weight.depth());
      for (int panel = 0; panel < weight.panels(); panel++) {
        multiply(left, panel, strip);
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
  void addTo(Matrix x, Matrix y, PackedRows left, Strip strip) {
    for (int row = 0, rows; row < x.rows(); row += rows) {
      rows = Strip.next(x.rows() - row);
      left.pack(x, row, rows, 0, weight.depth());
      for (int panel = 0; panel < weight.panels(); panel++) {
        multiply(left, panel, strip);
        strip.addTo(y, row, panel * PackedMatrix.PANEL, weight.columns(panel));
      }
    }
  }

  private void multiply(PackedRows left, int panel, Strip strip) {
    int from = panel * PackedMatrix.PANEL;
    Matmul.multiply(left, 0, left.rows(), weight, panel, bias, from, strip);
  }
}
