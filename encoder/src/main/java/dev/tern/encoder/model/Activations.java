package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.FixedOrderSum;
import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.kernel.PackedMatrix;
import dev.tern.encoder.kernel.Strip;
import java.util.ArrayDeque;

/// What a forward pass computes: the buffers between the boxes, for one thread at a time.
///
/// A batch is worked through in groups of a few texts, so that the buffers stay in the caches and
/// their size does not depend on the batch. [#begin] sets the group; texts and rows are then
/// counted from 0 within it.
final class Activations {
  /// Tokens of a group, unless a single text has more. The weights are read once for each group; at
  /// 512 tokens that is 1/250 of the time of computing with them.
  static final int GROUP_TOKENS = 512;

  private static final TokenBatch NO_TEXTS = TokenBatch.of();

  /// The residual stream, [T x H]: input and output of every layer.
  final Matrix hidden;

  /// Query, key and value of each token side by side, [T x 3H].
  final Matrix queryKeyValue;

  /// The values that attention gathered, the heads side by side, [T x H].
  final Matrix context;

  /// Scores and then probabilities of some queries of a head, [rows x tokens of the text].
  final Matrix scores = new Matrix(1);

  /// Keys of one head of one text.
  final PackedMatrix keys = new PackedMatrix();

  /// Values of one head of one text.
  final PackedMatrix values = new PackedMatrix();

  /// The activated inner layer of the feed-forward block, [T x F].
  final Matrix intermediate;

  /// The input of the decoder of the language model head, [T x H].
  final Matrix transformed;

  final Strip strip = new Strip();
  final FixedOrderSum sum = new FixedOrderSum();

  /// Running maximum of the columns of one panel.
  final float[] maximum = new float[PackedMatrix.PANEL];

  /// For the head that skips.
  final SkippingBuffers skipping;

  private TokenBatch batch = NO_TEXTS;
  private int firstText;
  private int endText;

  Activations(ModelConfig config) {
    hidden = new Matrix(config.hiddenSize());
    queryKeyValue = new Matrix(3 * config.hiddenSize());
    context = new Matrix(config.hiddenSize());
    intermediate = new Matrix(config.intermediateSize());
    transformed = new Matrix(config.hiddenSize());
    skipping = new SkippingBuffers();
  }

  /// Turns to the texts `[firstText, endText)` of a batch.
  void begin(TokenBatch batch, int firstText, int endText) {
    this.batch = batch;
    this.firstText = firstText;
    this.endText = endText;
    int tokens = batch.start(endText) - batch.start(firstText);
    hidden.resize(tokens);
    queryKeyValue.resize(tokens);
    context.resize(tokens);
    intermediate.resize(tokens);
    transformed.resize(tokens);
  }

  /// B of the group.
  int texts() {
    return endText - firstText;
  }

  /// The row of the first token of `text`.
  int start(int text) {
    return batch.start(firstText + text) - batch.start(firstText);
  }

  /// The number of tokens of `text`.
  int length(int text) {
    return batch.length(firstText + text);
  }

  /// The token id of `row`.
  int id(int row) {
    return batch.id(batch.start(firstText) + row);
  }

  /// Activations that are not in use, so that threads that come and go leave none behind.
  static final class Pool {
    private final ModelConfig config;
    private final ArrayDeque<Activations> idle = new ArrayDeque<>();

    Pool(ModelConfig config) {
      this.config = config;
    }

    synchronized Activations take() {
      return idle.isEmpty() ? new Activations(config) : idle.pop();
    }

    synchronized void giveBack(Activations activations) {
      activations.begin(NO_TEXTS, 0, 0); // so that it does not keep the batch alive
      idle.push(activations);
    }
  }
}
