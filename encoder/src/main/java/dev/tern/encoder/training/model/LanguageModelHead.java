package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.kernel.Matmul;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.RowSums;
import dev.tern.encoder.kernel.Strip;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.optimiser.Parameter;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The head that scores every entry of the vocabulary: `transformed =
/// LayerNorm(activation(transform(hidden)))`, `logits = transformed E^T + b`, of which only the
/// maximum over the tokens of each text is kept, with its row.
///
/// The logits never exist, and of their gradient only what is not 0: column v of a text gives its
/// gradient to the row that holds the maximum, and to no row if that is not above 0. With `dm_v`
/// the gradient of a maximum at row s and t the transformed states,
///
/// `dt_s += dm_v E_v`, `dE_v += dm_v t_s`, `db_v += dm_v`
///
/// which for a few hundred columns is a ten-thousandth of the dense product (Sparton, arXiv
/// 2603.25011).
final class LanguageModelHead {
  /// Tokens of texts that are multiplied with a panel before the next panel is.
  private static final int GROUP_TOKENS = 512;

  /// Panels of a task.
  private static final int PANELS = 60;

  /// Parts of the vocabulary that the gradients of the decoder are cut into.
  private static final int PARTS = 32;

  private final Linear transform;
  private final Activation activation;
  private final LayerNorm norm;
  private final Parameter decoder; // [V x H]
  private final Parameter bias; // [V]
  private final int hiddenSize;
  private final int[] vocabulary;
  private final DecoderColumns all;
  private final DecoderColumns some;
  private boolean isAllTaken;

  LanguageModelHead(
      Linear transform, Activation activation, LayerNorm norm, Parameter decoder, Parameter bias) {
    this.transform = transform;
    this.activation = activation;
    this.norm = norm;
    this.decoder = decoder;
    this.bias = bias;
    hiddenSize = decoder.size() / bias.size();
    vocabulary = IntStream.range(0, bias.size()).toArray();
    all = new DecoderColumns(decoder, bias);
    some = new DecoderColumns(decoder, bias);
  }

  void refresh(Workers workers) {
    transform.refresh(workers);
    isAllTaken = false;
  }

  /// The whole decoder, packed when it is first asked for after a change: a pass for some columns
  /// does without.
  private DecoderColumns all(Workers workers) {
    if (!isAllTaken) {
      all.take(vocabulary, workers);
      isAllTaken = true;
    }
    return all;
  }

  /// The maxima of all texts and where they are.
  void forward(Workers workers, Tape tape) {
    transform(workers, tape);
    maxima(workers, tape);
  }

  void maxima(Workers workers, Tape tape) {
    maxima(workers, tape, all(workers));
  }

  /// The same for some columns; in all others a text has nothing.
  ///
  /// @param columns ascending, at least one
  void forward(Workers workers, Tape tape, int[] columns) {
    transform(workers, tape);
    tape.head.logits().forEach(logits -> Arrays.fill(logits, Float.NEGATIVE_INFINITY));
    some.take(columns, workers);
    maxima(workers, tape, some);
  }

  private void maxima(Workers workers, Tape tape, DecoderColumns columns) {
    int[] groups = groups(tape.batch());
    int panels = columns.packed().panels();
    int parts = (panels + PANELS - 1) / PANELS;
    workers.run(
        (groups.length - 1) * parts,
        (task, s) -> {
          int group = task / parts;
          int panel = task % parts * PANELS;
          int end = Math.min(panel + PANELS, panels);
          int first = tape.batch().start(groups[group]);
          int rows = tape.batch().start(groups[group + 1]) - first;
          s.left.pack(tape.head.norm.output, first, rows, 0, hiddenSize);
          // Panels outside: a panel stays in the second-level cache for all texts of the group.
          for (int p = panel; p < end; p++) {
            for (int text = groups[group]; text < groups[group + 1]; text++) {
              maximum(s, tape, columns, text, first, p);
            }
          }
        });
  }

  /// Where runs of texts begin that have about as many tokens as a group should; the last element
  /// is the number of texts.
  private static int[] groups(TokenBatch batch) {
    int[] starts = new int[batch.texts() + 1];
    int size = 0;
    for (int text = 1; text < batch.texts(); text++) {
      if (batch.start(text + 1) - batch.start(starts[size]) > GROUP_TOKENS) {
        starts[++size] = text;
      }
    }
    if (batch.texts() > 0) {
      starts[++size] = batch.texts();
    }
    return Arrays.copyOf(starts, size + 1);
  }

  /// The input of the decoder.
  void transform(Workers workers, Tape tape) {
    tape.head.resize(tape.batch().tokens(), tape.batch().texts());
    Matrix hidden = tape.hidden();
    HeadTape head = tape.head;
    Cut cut = Cut.intoStrips(hidden.rows());
    workers.run(
        cut.count(),
        (block, s) -> {
          int row = cut.start(block);
          s.left.pack(hidden, row, cut.length(block), 0, hiddenSize);
          for (int panel = 0; panel < transform.panels(); panel++) {
            int columns = transform.columns(panel);
            transform.multiply(s, panel);
            s.strip.store(head.inner, row, panel * PANEL, columns);
            activation.forward(s.strip);
            s.strip.store(head.norm.input, row, panel * PANEL, columns);
          }
          norm.forward(s, head.norm, row, cut.length(block));
        });
  }

  /// The maxima of a text in a panel.
  ///
  /// @param first row of the batch that the packed rows begin with
  private void maximum(
      Scratch s, Tape tape, DecoderColumns columns, int text, int first, int panel) {
    int start = tape.batch().start(text);
    int length = tape.batch().length(text);
    Arrays.fill(s.maximum, Float.NEGATIVE_INFINITY);
    columns.leastOf(panel, s.threshold);
    for (int token = 0, count; token < length; token += count) {
      count = Strip.next(length - token);
      Matmul.multiply(s.left, start - first + token, count, columns.packed(), panel, s.strip);
      s.strip.maximum(s.maximum);
      s.strip.firstMaximum(s.maximum, s.threshold, start + token, s.row);
    }
    columns.store(panel, s.maximum, s.row, tape.head.logits().get(text), tape.head.rows(text));
  }

  /// Columns of a text that have a gradient.
  ///
  /// @param ids ascending
  /// @param gradients of their maxima
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Active(int[] ids, float[] gradients) {}

  /// Sets the gradient of the hidden states and adds those of the parameters.
  ///
  /// @param active of each text of the tape
  /// @param d whose `hidden` is set
  void backward(Workers workers, Tape tape, Active[] active, Gradients d) {
    scatter(workers, tape, active, d.middle);
    backward(workers, tape, d);
  }

  /// Sets the gradient of the transformed states and adds those of the decoder and its bias.
  void scatter(Workers workers, Tape tape, Active[] active, Matrix dt) {
    Matrix transformed = tape.head.norm.output;
    workers.run(active.length, (text, _) -> scatter(tape, text, active[text], dt));
    int part = (bias.size() + PARTS - 1) / PARTS;
    workers.run(
        PARTS,
        (task, _) -> {
          for (int text = 0; text < active.length; text++) {
            int[] rows = tape.head.rows(text);
            addDecoder(transformed, rows, active[text], task * part, (task + 1) * part);
          }
        });
  }

  /// The rows of dt that belong to a text.
  private void scatter(Tape tape, int text, Active active, Matrix dt) {
    int start = tape.batch().start(text);
    int end = start + tape.batch().length(text);
    Arrays.fill(dt.values(), dt.offset(start), dt.offset(end), 0);
    int[] rows = tape.head.rows(text);
    for (int i = 0; i < active.ids.length; i++) {
      int v = active.ids[i];
      RowSums.add(
          active.gradients[i],
          decoder.values(),
          v * hiddenSize,
          dt.values(),
          dt.offset(rows[v]),
          hiddenSize);
    }
  }

  /// The gradients of rows `[from, end)` of the decoder that come from a text.
  private void addDecoder(Matrix transformed, int[] rows, Active active, int from, int end) {
    int found = Arrays.binarySearch(active.ids, from);
    for (int i = found < 0 ? -1 - found : found; i < active.ids.length; i++) {
      int v = active.ids[i];
      if (v >= end) {
        return;
      }
      RowSums.add(
          active.gradients[i],
          transformed.values(),
          transformed.offset(rows[v]),
          decoder.gradients(),
          v * hiddenSize,
          hiddenSize);
      bias.gradients()[v] += active.gradients[i];
    }
  }

  /// From the gradient of the transformed states, `d.middle`, to that of the hidden states.
  void backward(Workers workers, Tape tape, Gradients d) {
    HeadTape head = tape.head;
    Cut cut = Cut.intoStrips(d.middle.rows());
    norm.begin(cut);
    workers.run(
        cut.count(),
        (block, s) -> {
          int row = cut.start(block);
          int rows = cut.length(block);
          norm.backward(s, head.norm, cut, block, d.middle);
          for (int column = 0; column < hiddenSize; column += PANEL) {
            int columns = Math.min(PANEL, hiddenSize - column);
            s.second.load(head.inner, row, rows, column, columns);
            s.strip.load(d.middle, row, rows, column, columns);
            activation.backward(s.second, s.strip);
            s.strip.store(d.middle, row, column, columns);
          }
          transform.backward(s, d.middle, row, rows, d.hidden);
        });
    norm.end(cut);
    transform.addGradients(workers, tape.hidden(), d.middle);
  }

  Parameter decoder() {
    return decoder;
  }

  Parameter bias() {
    return bias;
  }

  PackedMatrix packedDecoder(Workers workers) {
    return all(workers).packed();
  }
}
