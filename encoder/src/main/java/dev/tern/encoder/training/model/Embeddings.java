package dev.tern.encoder.training.model;

import static dev.tern.encoder.kernel.PackedMatrix.PANEL;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.RowSums;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.optimiser.Parameter;
import java.util.Arrays;
import java.util.Optional;

/// The input of the first layer: `hidden = LayerNorm((word + token type) + position)`.
///
/// The gradient of a row of a table is the sum of those of the tokens that looked it up, in the
/// order of the tokens. A look-up of the padding token gives none, as in the reference.
final class Embeddings {
  private final ModelConfig config;
  private final Parameter words; // [V x H]
  private final Parameter positions; // [positions x H]
  private final Optional<Parameter> tokenTypes; // [types x H], of which type 0 is used
  private final LayerNorm norm;

  Embeddings(
      ModelConfig config,
      Parameter words,
      Parameter positions,
      Optional<Parameter> tokenTypes,
      LayerNorm norm) {
    this.config = config;
    this.words = words;
    this.positions = positions;
    this.tokenTypes = tokenTypes;
    this.norm = norm;
  }

  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  void forward(Workers workers, Tape tape) {
    check(tape.batch());
    Cut cut = Cut.intoStrips(tape.batch().tokens());
    workers.run(
        cut.count(),
        (block, s) -> {
          int row = cut.start(block);
          for (int i = row; i < row + cut.length(block); i++) {
            add(tape, i);
          }
          norm.forward(s, tape.embeddings, row, cut.length(block));
        });
  }

  private void check(TokenBatch batch) {
    for (int text = 0; text < batch.texts(); text++) {
      if (batch.length(text) > config.maxPositions()) {
        throw new IllegalArgumentException(
            "a text must not have more tokens than the model has positions: tokens="
                + batch.length(text)
                + " positions="
                + config.maxPositions());
      }
    }
    for (int row = 0; row < batch.tokens(); row++) {
      if (batch.id(row) < 0 || batch.id(row) >= config.vocabularySize()) {
        throw new IllegalArgumentException(
            "a token id must be in the vocabulary of the model: id="
                + batch.id(row)
                + " vocabulary="
                + config.vocabularySize());
      }
    }
  }

  private void add(Tape tape, int row) {
    int h = config.hiddenSize();
    float[] to = tape.embeddings.input.values();
    int at = row * h;
    System.arraycopy(words.values(), tape.batch().id(row) * h, to, at, h);
    if (tokenTypes.isPresent()) {
      RowSums.add(tokenTypes.get().values(), 0, to, at, h);
    }
    RowSums.add(positions.values(), tape.position(row) * h, to, at, h);
  }

  /// Adds the gradients of the tables and of the normalisation.
  ///
  /// @param d gradient of the output; that of the sum of the rows afterwards
  void backward(Workers workers, Tape tape, Matrix d) {
    Cut cut = Cut.intoStrips(tape.batch().tokens());
    norm.begin(cut);
    workers.run(cut.count(), (block, s) -> norm.backward(s, tape.embeddings, cut, block, d));
    norm.end(cut);
    addGradients(workers, tape.batch(), d);
  }

  /// Adds the gradients of the tables.
  ///
  /// @param d gradient of the sum of the rows
  void addGradients(Workers workers, TokenBatch batch, Matrix d) {
    addWords(workers, batch, d);
    addPositions(workers, batch, d);
    addTokenType(workers, d);
  }

  private void addWords(Workers workers, TokenBatch batch, Matrix d) {
    long[] byId = new long[batch.tokens()];
    Arrays.setAll(byId, row -> (long) batch.id(row) << Integer.SIZE | row);
    Arrays.sort(byId);
    int h = config.hiddenSize();
    int tasks = 8 * workers.size();
    workers.run(
        tasks,
        (task, _) -> {
          int end = startOfWord(byId, share(byId.length, task + 1, tasks));
          for (int i = startOfWord(byId, share(byId.length, task, tasks)); i < end; i++) {
            int id = id(byId[i]);
            if (id != config.padTokenId()) {
              RowSums.add(d.values(), d.offset((int) byId[i]), words.gradients(), id * h, h);
            }
          }
        });
  }

  private static int id(long tokenById) {
    return (int) (tokenById >>> Integer.SIZE);
  }

  private static int share(int things, int task, int tasks) {
    return (int) ((long) things * task / tasks);
  }

  /// The first place from `at` on where another word begins.
  private static int startOfWord(long[] byId, int at) {
    int start = at;
    while (start > 0 && start < byId.length && id(byId[start]) == id(byId[start - 1])) {
      start++;
    }
    return start;
  }

  private void addPositions(Workers workers, TokenBatch batch, Matrix d) {
    int longest = 0;
    for (int text = 0; text < batch.texts(); text++) {
      longest = Math.max(longest, batch.length(text));
    }
    int h = config.hiddenSize();
    workers.run(
        longest,
        (position, _) -> {
          for (int text = 0; text < batch.texts(); text++) {
            if (position < batch.length(text)) {
              int from = d.offset(batch.start(text) + position);
              RowSums.add(d.values(), from, positions.gradients(), position * h, h);
            }
          }
        });
  }

  private void addTokenType(Workers workers, Matrix d) {
    if (tokenTypes.isEmpty()) {
      return;
    }
    float[] gradient = tokenTypes.get().gradients();
    int h = config.hiddenSize();
    workers.run(
        (h + PANEL - 1) / PANEL,
        (panel, s) -> {
          int column = panel * PANEL;
          int columns = Math.min(PANEL, h - column);
          for (int row = 0; row < d.rows(); row += Linear.CHAIN) {
            int rows = Math.min(Linear.CHAIN, d.rows() - row);
            s.leftColumns.pack(d, row, rows, column, columns, 1);
            s.leftColumns.addSums(gradient, column);
          }
        });
  }
}
