package dev.tern.bench.peers;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;

/// The weights of a BERT by the names that Hugging Face gives them, as the graphs want them.
///
/// @param checkpoint open
/// @param config its sizes
/// @param prefix of the names of the transformer: `bert.` or nothing
record BertWeights(Checkpoint checkpoint, ModelConfig config, String prefix) {
  private static final String WORDS = "embeddings.word_embeddings.weight";

  static BertWeights of(Checkpoint checkpoint, ModelConfig config) {
    return new BertWeights(checkpoint, config, checkpoint.has(WORDS) ? "" : "bert.");
  }

  /// A table or vector of the transformer.
  float[] read(String name, int... shape) throws CheckpointException {
    return checkpoint.read(prefix + name, shape);
  }

  /// [V x H].
  float[] words() throws CheckpointException {
    return read(WORDS, config.vocabularySize(), config.hiddenSize());
  }

  /// [V x H], of the MLM head: the words unless the checkpoint has another one.
  float[] decoder() throws CheckpointException {
    String name = "cls.predictions.decoder.weight";
    return checkpoint.has(name)
        ? checkpoint.read(name, config.vocabularySize(), config.hiddenSize())
        : words();
  }

  /// The scale or the shift of a layer normalisation, which before 2020 had TensorFlow's names.
  ///
  /// @param name with its prefix, without what follows the last dot
  float[] norm(String name, boolean scale) throws CheckpointException {
    String today = name + (scale ? ".weight" : ".bias");
    String before = name + (scale ? ".gamma" : ".beta");
    return checkpoint.read(checkpoint.has(today) ? today : before, config.hiddenSize());
  }

  /// A weight [outputs x inputs] as [inputs x outputs].
  ///
  /// @param weight its values
  static float[] transposed(float[] weight, int outputs, int inputs) {
    float[] transposed = new float[weight.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        transposed[i * outputs + o] = weight[o * inputs + i];
      }
    }
    return transposed;
  }
}
