package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.training.loss.Saturation;
import dev.tern.encoder.training.loss.SparseRows;
import java.util.stream.IntStream;

/// The head for the vocabulary with the activation of its maxima.
record SparseOutput(LanguageModelHead head, SpladeActivation activation) implements Output {
  @Override
  public SparseRows forward(Workers workers, Tape tape) {
    head.forward(workers, tape);
    return new Saturation(activation).forward(tape.head.logits());
  }

  /// The same vectors in some columns only, and nothing in all others.
  SparseRows forward(Workers workers, Tape tape, int[] columns) {
    head.forward(workers, tape, columns);
    return new Saturation(activation).forward(tape.head.logits());
  }

  @Override
  public void backward(Workers workers, Tape tape, SparseRows vectors, int firstRow, Gradients d) {
    LanguageModelHead.Active[] active = new LanguageModelHead.Active[tape.batch().texts()];
    workers.run(active.length, (text, _) -> active[text] = active(tape, vectors, firstRow, text));
    head.backward(workers, tape, active, d);
  }

  private LanguageModelHead.Active active(Tape tape, SparseRows vectors, int firstRow, int text) {
    int row = firstRow + text;
    double[] dm = new Saturation(activation).backward(vectors, row, tape.head.logits().get(text));
    float[] gradients = new float[dm.length];
    for (int i = 0; i < dm.length; i++) {
      gradients[i] = (float) dm[i];
    }
    int[] ids = IntStream.range(vectors.start(row), vectors.end(row)).map(vectors::id).toArray();
    return new LanguageModelHead.Active(ids, gradients);
  }

  @Override
  public void refresh(Workers workers) {
    head.refresh(workers);
  }
}
