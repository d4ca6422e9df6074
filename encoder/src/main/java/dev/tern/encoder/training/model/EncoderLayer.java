package dev.tern.encoder.training.model;

import dev.tern.encoder.kernel.Matrix;
import dev.tern.encoder.model.TokenBatch;
import dev.tern.encoder.training.model.SelfAttention.Head;

/// One of L layers: `middle = LayerNorm(x + attention(x))`, `y = LayerNorm(middle +
/// feedForward(middle))`.
///
/// Rows are independent of one another but in attention, so that a pass has three parts: before it,
/// attention of each head of each text, and all that follows, block of rows by block of rows while
/// these are in a near cache.
///
/// @param heads A
record EncoderLayer(
    int heads,
    Linear queryKeyValue,
    SelfAttention attention,
    Linear attentionOutput,
    LayerNorm attentionNorm,
    FeedForward feedForward,
    LayerNorm outputNorm) {

  /// @param x input, [T x H]; the output is that of the last normalisation on the tape
  void forward(Workers workers, TokenBatch batch, Matrix x, LayerTape tape) {
    Cut cut = Cut.intoStrips(batch.tokens());
    workers.run(
        cut.count(),
        (block, s) ->
            queryKeyValue.forward(s, x, cut.start(block), cut.length(block), tape.queryKeyValue));
    attend(
        workers,
        batch,
        x.columns(),
        (s, head) -> attention.forward(s, tape.queryKeyValue, head, tape.context));
    workers.run(cut.count(), (block, s) -> finish(s, x, tape, cut.start(block), cut.length(block)));
  }

  private void finish(Scratch s, Matrix x, LayerTape tape, int row, int rows) {
    Matrix sum = tape.attention.input;
    System.arraycopy(x.values(), x.offset(row), sum.values(), x.offset(row), rows * x.columns());
    attentionOutput.addTo(s, tape.context, row, row, rows, sum);
    attentionNorm.forward(s, tape.attention, row, rows);
    feedForward.forward(s, tape.attention.output, row, rows, tape.inner, tape.output.input);
    outputNorm.forward(s, tape.output, row, rows);
  }

  private interface OfHead {
    void run(Scratch s, Head head);
  }

  private void attend(Workers workers, TokenBatch batch, int hiddenSize, OfHead part) {
    workers.run(
        batch.texts() * heads,
        (task, s) -> {
          int text = task / heads;
          if (batch.length(text) > 0) {
            int column = task % heads * (hiddenSize / heads);
            part.run(s, new Head(batch.start(text), batch.length(text), column));
          }
        });
  }

  /// Replaces the gradient of the output, `d.hidden`, by that of the input, and adds those of the
  /// parameters.
  void backward(Workers workers, TokenBatch batch, Matrix x, LayerTape tape, Gradients d) {
    Cut cut = Cut.intoStrips(batch.tokens());
    outputNorm.begin(cut);
    attentionNorm.begin(cut);
    workers.run(cut.count(), (block, s) -> begin(s, tape, d, cut, block));
    outputNorm.end(cut);
    attentionNorm.end(cut);
    feedForward.addGradients(workers, tape.attention.output, tape.inner, d.inner, d.hidden);
    attentionOutput.addGradients(workers, tape.context, d.middle);
    attend(
        workers,
        batch,
        x.columns(),
        (s, head) -> attention.backward(s, tape.queryKeyValue, head, d.context, d.queryKeyValue));
    workers.run(
        cut.count(),
        (block, s) -> {
          int row = cut.start(block);
          int from = row * x.columns();
          int size = cut.length(block) * x.columns();
          System.arraycopy(d.middle.values(), from, d.hidden.values(), from, size);
          queryKeyValue.backwardTo(s, d.queryKeyValue, row, cut.length(block), d.hidden);
        });
    queryKeyValue.addGradients(workers, x, d.queryKeyValue);
  }

  /// From the gradient of the output to that of what attention gathered.
  private void begin(Scratch s, LayerTape tape, Gradients d, Cut cut, int block) {
    int row = cut.start(block);
    int rows = cut.length(block);
    outputNorm.backward(s, tape.output, cut, block, d.hidden);
    feedForward.backward(s, d.hidden, row, rows, tape.inner, d.inner, d.middle);
    attentionNorm.backward(s, tape.attention, cut, block, d.middle);
    attentionOutput.backward(s, d.middle, row, rows, d.context);
  }

  void refresh(Workers workers) {
    queryKeyValue.refresh(workers);
    attentionOutput.refresh(workers);
    feedForward.intermediate().refresh(workers);
    feedForward.output().refresh(workers);
  }
}
