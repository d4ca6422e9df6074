package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.List;
import java.util.Optional;

/// What a checkpoint calls the weights of each box.
///
/// A linear layer and a layer normalisation are named by the part before `.weight` and `.bias`, an
/// embedding table and the decoder by the whole name.
public sealed interface WeightNames permits BertNames, DistilBertNames {
  /// The names that `checkpoint` uses.
  static WeightNames of(Checkpoint checkpoint, ModelConfig config) {
    return switch (config.modelType()) {
      case "bert" -> BertNames.of(checkpoint);
      case "distilbert" -> DistilBertNames.of(checkpoint);
      default ->
          throw new IllegalArgumentException(
              "no weight names are known for this model: modelType=" + config.modelType());
    };
  }

  /// What the names of the encoder begin with; those of the head do not.
  String prefix();

  default String wordEmbeddings() {
    return prefix() + "embeddings.word_embeddings.weight";
  }

  default String positionEmbeddings() {
    return prefix() + "embeddings.position_embeddings.weight";
  }

  /// Absent where the model has no token types.
  Optional<String> tokenTypeEmbeddings();

  default String embeddingsNorm() {
    return prefix() + "embeddings.LayerNorm";
  }

  /// The names of layer `index` in `[0, L)`.
  Layer layer(int index);

  /// The dense layer in front of the decoder.
  String transform();

  String transformNorm();

  /// The decoder weight, which need not be in the file.
  String decoder();

  /// Names that the bias of the decoder may have, the one to prefer first.
  List<String> decoderBias();

  /// The boxes of one layer.
  record Layer(
      String query,
      String key,
      String value,
      String attentionOutput,
      String attentionNorm,
      String intermediate,
      String output,
      String outputNorm) {}
}
