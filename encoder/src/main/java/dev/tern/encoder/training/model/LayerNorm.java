package dev.tern.encoder.training.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowNorm;
import dev.tern.encoder.kernel.RowSums;
import dev.tern.encoder.training.optimiser.Parameter;
import java.util.Arrays;

/// Layer normalisation: `y = (x - mean) / sqrt(variance + eps) weight + bias` for each row; the
/// gradient is that of [dev.tern.encoder.kernel.RowNormGradient].
///
/// Gradients of weight and bias are summed over the rows of a block, and then over the blocks of a
/// [Cut].
final class LayerNorm {
  private final Parameter weight;
  private final Parameter bias;
  private final double eps;
  private float[] sums = {}; // [blocks x 2 H]

  LayerNorm(Parameter weight, Parameter bias, double eps) {
    this.weight = weight;
    this.bias = bias;
    this.eps = eps;
  }

  /// Normalises rows `[row, row + rows)`.
  void forward(Scratch s, NormTape tape, int row, int rows) {
    RowNorm.apply(
        tape.input,
        row,
        row + rows,
        weight.values(),
        bias.values(),
        eps,
        s.sum,
        tape.output,
        tape.statistics);
  }

  /// To be called before the blocks of a backward pass.
  void begin(Cut cut) {
    int size = Math.multiplyExact(cut.count(), 2 * weight.size());
    if (sums.length < size) {
      sums = new float[size];
    }
    Arrays.fill(sums, 0, size, 0);
  }

  /// Replaces the gradients of the output of a block of rows by those of the input.
  void backward(Scratch s, NormTape tape, Cut cut, int block, Matrix d) {
    int row = cut.start(block);
    s.normGradient.apply(
        d,
        tape.input,
        row,
        row + cut.length(block),
        weight.values(),
        tape.statistics,
        sums,
        block * 2 * weight.size());
  }

  /// To be called after the blocks: adds what they summed to the gradients.
  void end(Cut cut) {
    int size = weight.size();
    for (int block = 0; block < cut.count(); block++) {
      RowSums.add(sums, 2 * block * size, weight.gradients(), 0, size);
      RowSums.add(sums, (2 * block + 1) * size, bias.gradients(), 0, size);
    }
  }
}
