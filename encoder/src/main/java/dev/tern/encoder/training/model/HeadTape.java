package dev.tern.encoder.training.model;

import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;

/// What the head for the vocabulary keeps.
final class HeadTape {
  /// The dense layer before its activation, [T x H].
  final Matrix inner;

  /// Around the normalisation, whose output the decoder takes.
  final NormTape norm;

  private final int columns;
  private final List<float[]> logits = new ArrayList<>();
  private final List<int[]> rows = new ArrayList<>();
  private int texts;

  HeadTape(ModelConfig config) {
    inner = new Matrix(config.hiddenSize());
    norm = new NormTape(config.hiddenSize());
    columns = config.vocabularySize();
  }

  void resize(int tokens, int texts) {
    inner.resize(tokens);
    norm.resize(tokens);
    this.texts = texts;
    while (logits.size() < texts) {
      logits.add(new float[columns]);
      rows.add(new int[columns]);
    }
  }

  /// For each text the largest logit of each column over its tokens, [V].
  List<float[]> logits() {
    return logits.subList(0, texts);
  }

  /// Where the largest logits of a text are, rows of the batch: the first where several are the
  /// largest. Undefined where the largest is not above 0.
  int[] rows(int text) {
    return rows.get(text);
  }
}
