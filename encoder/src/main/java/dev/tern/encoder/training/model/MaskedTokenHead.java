package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.kernel.ColumnProducts;
import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowSums;
import dev.tern.encoder.training.loss.MaskedTokenLoss;
import java.util.Arrays;
import java.util.Objects;

/// The head under the masked language model's loss: `logits = transformed E^T + b` of the masked
/// tokens alone, all columns of them.
///
/// `dt = dlogits E`, `dE = dlogits^T t`, `db = sum of the rows of dlogits`, for some masked tokens
/// at a time, since a row of logits has V values.
final class MaskedTokenHead {
  /// Masked tokens at a time: 62 MB of logits for a vocabulary of 30,522.
  private static final int CHUNK = 512;

  /// Of which so many are a task.
  private static final int ROWS = 24;

  private final LanguageModelHead head;
  private final int hiddenSize;
  private final int vocabularySize;
  private final PackedMatrix columns = new PackedMatrix();
  private final Matrix states; // [chunk x H]
  private final Matrix dStates; // [chunk x H]
  private final Matrix logits; // [chunk x V], and then their gradients

  MaskedTokenHead(LanguageModelHead head) {
    this.head = head;
    vocabularySize = head.bias().size();
    hiddenSize = head.decoder().size() / vocabularySize;
    states = new Matrix(hiddenSize);
    dStates = new Matrix(hiddenSize);
    logits = new Matrix(vocabularySize);
  }

  /// Sets the gradient of the hidden states, adds those of the parameters of the head, and returns
  /// the loss without the weight.
  double run(Workers workers, Tape tape, MaskedTokens masked, double weight, Gradients d) {
    int n = masked.size();
    int[] rows = new int[n];
    int[] labels = new int[n];
    int next = 0;
    for (int text = 0; text < masked.positions().size(); text++) {
      for (int i = 0; i < masked.positions().get(text).length; i++) {
        int position = masked.positions().get(text)[i];
        Objects.checkIndex(position, tape.batch().length(text));
        rows[next] = tape.batch().start(text) + position;
        labels[next++] = masked.labels().get(text)[i];
      }
    }
    head.transform(workers, tape);
    Arrays.fill(d.middle.values(), 0, d.middle.rows() * hiddenSize, 0);
    columns.packColumns(
        Matrix.of(head.decoder().values(), hiddenSize), 0, vocabularySize, 0, hiddenSize);
    double sum = 0;
    for (int from = 0; from < n; from += CHUNK) {
      int[] chunk = Arrays.copyOfRange(rows, from, Math.min(n, from + CHUNK));
      gather(tape.head.norm.output, chunk);
      sum += losses(workers, Arrays.copyOfRange(labels, from, from + chunk.length), weight / n);
      backward(workers);
      for (int i = 0; i < chunk.length; i++) {
        int to = d.middle.offset(chunk[i]);
        RowSums.add(dStates.values(), dStates.offset(i), d.middle.values(), to, hiddenSize);
      }
    }
    head.backward(workers, tape, d);
    return sum / n;
  }

  private void gather(Matrix transformed, int[] rows) {
    states.resize(rows.length);
    for (int i = 0; i < rows.length; i++) {
      int from = transformed.offset(rows[i]);
      System.arraycopy(transformed.values(), from, states.values(), states.offset(i), hiddenSize);
    }
  }

  /// The gradients of the logits; returns the sum of the losses.
  ///
  /// @param weight of each token
  private double losses(Workers workers, int[] labels, double weight) {
    logits.resize(labels.length);
    dStates.resize(labels.length);
    PackedMatrix decoder = head.packedDecoder(workers);
    Cut cut = new Cut(labels.length, ROWS);
    double[] sums = new double[cut.count()];
    workers.run(
        cut.count(),
        (task, s) -> {
          int row = cut.start(task);
          int rows = cut.length(task);
          float[] some = new float[rows * vocabularySize];
          logits(s, decoder, row, rows, Matrix.of(some, vocabularySize));
          int[] theirs = Arrays.copyOfRange(labels, row, row + rows);
          sums[task] = rows * MaskedTokenLoss.replace(some, theirs, weight * rows);
          System.arraycopy(some, 0, logits.values(), logits.offset(row), some.length);
        });
    return Arrays.stream(sums).sum();
  }

  private void logits(Scratch s, PackedMatrix decoder, int row, int rows, Matrix to) {
    s.left.pack(states, row, rows, 0, hiddenSize);
    for (int panel = 0; panel < decoder.panels(); panel++) {
      Matmul.multiply(s.left, 0, rows, decoder, panel, s.strip);
      s.strip.store(to, 0, panel * PANEL, decoder.columns(panel));
    }
    for (int r = 0; r < rows; r++) {
      RowSums.add(head.bias().values(), 0, to.values(), to.offset(r), vocabularySize);
    }
  }

  private void backward(Workers workers) {
    Cut tokens = new Cut(logits.rows(), ROWS);
    workers.run(
        tokens.count(),
        (task, s) -> {
          int row = tokens.start(task);
          s.left.pack(logits, row, tokens.length(task), 0, vocabularySize);
          for (int panel = 0; panel < columns.panels(); panel++) {
            Matmul.multiply(s.left, 0, s.left.rows(), columns, panel, s.strip);
            s.strip.store(dStates, row, panel * PANEL, columns.columns(panel));
          }
        });
    Matrix gradient = Matrix.of(head.decoder().gradients(), hiddenSize);
    Cut words = Cut.intoStrips(vocabularySize);
    workers.run(
        words.count(),
        (task, s) -> {
          int word = words.start(task);
          s.leftColumns.pack(logits, 0, logits.rows(), word, words.length(task), 1);
          s.leftColumns.addSums(head.bias().gradients(), word);
          s.right.packColumns(states, 0, states.rows(), 0, hiddenSize);
          for (int panel = 0; panel < s.right.panels(); panel++) {
            ColumnProducts.multiply(s.leftColumns, s.right, panel, s.strip);
            s.strip.addTo(gradient, word, panel * PANEL, s.right.columns(panel));
          }
        });
  }
}
