package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.kernel.ColumnProducts;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.training.optimiser.Parameter;
import java.util.List;

/// A linear layer, or several that share their input: `y = x W^T + b`.
///
/// `dx = dy W`, `dW = dy^T x`, `db = sum of the rows of dy`.
///
/// x is [T x inputs], W [outputs x inputs], y [T x outputs]. The weight is kept in two packed forms
/// beside the row-major one of the optimiser, `W^T` for y and W for dx, which [#refresh] renews.
final class Linear {
  /// Tokens over which a gradient is summed in one chain before it is added to the others: twice
  /// the depth that tiles work through at a time, so that adding costs little.
  static final int CHAIN = 768;

  /// Rows of a weight that are packed at a time.
  private static final int PACKED = 64;

  private final List<Part> parts;
  private final int inputs;
  private final int outputs;
  private final PackedMatrix weight = new PackedMatrix();
  private final PackedMatrix transposed = new PackedMatrix();
  private final float[] bias;

  /// One of the layers.
  ///
  /// @param weight row-major, [its outputs x inputs]
  /// @param bias [its outputs]
  record Part(Parameter weight, Parameter bias) {}

  Linear(Part... parts) {
    this.parts = List.of(parts);
    inputs = parts[0].weight.size() / parts[0].bias.size();
    outputs = this.parts.stream().mapToInt(part -> part.bias.size()).sum();
    weight.prepare(outputs, inputs);
    transposed.prepare(inputs, outputs);
    bias = new float[weight.panels() * PANEL];
  }

  /// Takes up the weights as they are now.
  void refresh(Workers workers) {
    int first = 0;
    for (Part part : parts) {
      int start = first;
      int rows = part.bias.size();
      Matrix values = Matrix.of(part.weight.values(), inputs);
      System.arraycopy(part.bias.values(), 0, bias, start, rows);
      workers.run(
          (rows + PACKED - 1) / PACKED,
          (task, _) -> {
            int row = task * PACKED;
            int count = Math.min(PACKED, rows - row);
            weight.setOutputs(start + row, values, row, count);
            transposed.setDepth(start + row, values, row, count);
          });
      first += rows;
    }
  }

  int panels() {
    return weight.panels();
  }

  /// Columns of y in a panel.
  int columns(int panel) {
    return weight.columns(panel);
  }

  /// A panel of `x W^T + b` for some rows, left in the strip.
  ///
  /// @param s whose `left` has these rows of x
  void multiply(Scratch s, int panel) {
    Matmul.multiply(s.left, 0, s.left.rows(), weight, panel, bias, panel * PANEL, s.strip);
  }

  /// `y <- x W^T + b` for rows `[row, row + rows)`, at most [Strip#ROWS] of them.
  void forward(Scratch s, Matrix x, int row, int rows, Matrix y) {
    s.left.pack(x, row, rows, 0, inputs);
    for (int panel = 0; panel < weight.panels(); panel++) {
      multiply(s, panel);
      s.strip.store(y, row, panel * PANEL, weight.columns(panel));
    }
  }

  /// `y <- y + (x W^T + b)` for some rows.
  ///
  /// @param from row of x that belongs to `row` of y
  void addTo(Scratch s, Matrix x, int from, int row, int rows, Matrix y) {
    s.left.pack(x, from, rows, 0, inputs);
    for (int panel = 0; panel < weight.panels(); panel++) {
      multiply(s, panel);
      s.strip.addTo(y, row, panel * PANEL, weight.columns(panel));
    }
  }

  /// Panels of the gradient of x.
  int inputPanels() {
    return transposed.panels();
  }

  /// Columns of x in a panel.
  int inputColumns(int panel) {
    return transposed.columns(panel);
  }

  /// A panel of `dy W` for some rows, left in the strip.
  ///
  /// @param s whose `left` has these rows of dy
  void multiplyBack(Scratch s, int panel) {
    Matmul.multiply(s.left, 0, s.left.rows(), transposed, panel, s.strip);
  }

  /// `dx <- dy W` for some rows.
  void backward(Scratch s, Matrix dy, int row, int rows, Matrix dx) {
    s.left.pack(dy, row, rows, 0, outputs);
    for (int panel = 0; panel < transposed.panels(); panel++) {
      multiplyBack(s, panel);
      s.strip.store(dx, row, panel * PANEL, transposed.columns(panel));
    }
  }

  /// `dx <- dx + dy W` for some rows.
  void backwardTo(Scratch s, Matrix dy, int row, int rows, Matrix dx) {
    s.left.pack(dy, row, rows, 0, outputs);
    for (int panel = 0; panel < transposed.panels(); panel++) {
      multiplyBack(s, panel);
      s.strip.addTo(dx, row, panel * PANEL, transposed.columns(panel));
    }
  }

  /// Adds `dy^T x` to the gradients of the weights and the sums of dy to those of the biases.
  ///
  /// Every element is summed over all tokens by one thread; how outputs and inputs are shared
  /// changes no bit.
  void addGradients(Workers workers, Matrix x, Matrix dy) {
    int first = 0;
    for (Part part : parts) {
      int start = first;
      Cut cut = Cut.intoStrips(part.bias.size());
      int panels = (inputs + PANEL - 1) / PANEL;
      int groups = Math.clamp(2L * workers.size() / cut.count(), 1, panels);
      workers.run(
          cut.count() * groups,
          (task, s) -> {
            int block = task / groups;
            Block outputs = new Block(start, cut.start(block), cut.length(block));
            addGradients(s, part, x, dy, outputs, new Group(task % groups, groups));
          });
      first += part.bias.size();
    }
  }

  /// Some outputs of a part.
  ///
  /// @param part column of dy where the part begins
  /// @param row first of them in the part
  /// @param rows of them
  private record Block(int part, int row, int rows) {}

  /// Every `of`-th panel of inputs, beginning with this one.
  private record Group(int first, int of) {}

  private void addGradients(
      Scratch s, Part part, Matrix x, Matrix dy, Block outputs, Group panels) {
    Matrix gradient = Matrix.of(part.weight.gradients(), inputs);
    for (int token = 0; token < x.rows(); token += CHAIN) {
      int tokens = Math.min(CHAIN, x.rows() - token);
      s.leftColumns.pack(dy, token, tokens, outputs.part + outputs.row, outputs.rows, 1);
      if (panels.first == 0) {
        s.leftColumns.addSums(part.bias.gradients(), outputs.row);
      }
      for (int column = panels.first * PANEL; column < inputs; column += panels.of * PANEL) {
        int columns = Math.min(PANEL, inputs - column);
        s.right.packColumns(x, token, tokens, column, columns);
        ColumnProducts.multiply(s.leftColumns, s.right, 0, s.strip);
        s.strip.addTo(gradient, outputs.row, column, columns);
      }
    }
  }
}
