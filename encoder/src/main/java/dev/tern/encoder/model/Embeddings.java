package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Matrix;
import java.util.Arrays;

/// The input of the first layer: `hidden = LayerNorm((word + token type) + position)`.
///
/// Positions are counted from 0 in each text. All tokens are of type 0, as in every text that is
/// encoded by itself.
final class Embeddings {
  private final int hiddenSize;
  private final EmbeddingTable words; // [V x H]
  private final float[] positions; // [positions x H]
  private final float[] tokenType; // [H], of type 0; zero where the model has no types
  private final LayerNorm norm;

  private Embeddings(
      int hiddenSize, EmbeddingTable words, float[] positions, float[] tokenType, LayerNorm norm) {
    this.hiddenSize = hiddenSize;
    this.words = words;
    this.positions = positions;
    this.tokenType = tokenType;
    this.norm = norm;
  }

  static Embeddings load(Checkpoint checkpoint, ModelConfig config, WeightNames names)
      throws CheckpointException {
    int h = config.hiddenSize();
    float[] tokenType = new float[h];
    if (names.tokenTypeEmbeddings().isPresent()) {
      String name = names.tokenTypeEmbeddings().get();
      tokenType = Arrays.copyOf(checkpoint.read(name, config.typeVocabularySize(), h), h);
    }
    return new Embeddings(
        h,
        EmbeddingTable.load(checkpoint, names.wordEmbeddings(), config.vocabularySize(), h),
        checkpoint.read(names.positionEmbeddings(), config.maxPositions(), h),
        tokenType,
        LayerNorm.load(checkpoint, names.embeddingsNorm(), config));
  }

  /// Sets the hidden states [T x H] to the embeddings of the token ids.
  ///
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  void forward(Activations a) {
    for (int text = 0; text < a.texts(); text++) {
      int start = a.start(text);
      int length = a.length(text);
      if (length > positions.length / hiddenSize) {
        throw new IllegalArgumentException(
            "a text must not have more tokens than the model has positions: tokens="
                + length
                + " positions="
                + positions.length / hiddenSize);
      }
      int end = Math.min(start + length, a.endRow());
      for (int row = Math.max(start, a.firstRow()); row < end; row++) {
        add(a.id(row), row - start, a.hidden, row);
      }
    }
    norm.forward(a, a.hidden);
  }

  private void add(int id, int position, Matrix hidden, int row) {
    if (id < 0 || id >= words.rows()) {
      throw new IllegalArgumentException(
          "a token id must be in the vocabulary of the model: id="
              + id
              + " vocabulary="
              + words.rows());
    }
    float[] values = hidden.values();
    int to = hidden.offset(row);
    words.copyRow(id, values, to);
    int place = position * hiddenSize;
    for (int i = 0; i < hiddenSize; i++) {
      values[to + i] = values[to + i] + tokenType[i] + positions[place + i];
    }
  }
}
