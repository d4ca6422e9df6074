package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import java.util.List;
import java.util.Optional;

/// The names of BERT.
///
/// @param prefix of the encoder: `bert.`, or nothing where a checkpoint was saved without a head
record BertNames(String prefix) implements WeightNames {
  static BertNames of(Checkpoint checkpoint) {
    boolean bare = checkpoint.has("embeddings.word_embeddings.weight");
    return new BertNames(bare ? "" : "bert.");
  }

  @Override
  public Optional<String> tokenTypeEmbeddings() {
    return Optional.of(prefix + "embeddings.token_type_embeddings.weight");
  }

  @Override
  public Layer layer(int index) {
    String layer = prefix + "encoder.layer." + index;
    return new Layer(
        layer + ".attention.self.query",
        layer + ".attention.self.key",
        layer + ".attention.self.value",
        layer + ".attention.output.dense",
        layer + ".attention.output.LayerNorm",
        layer + ".intermediate.dense",
        layer + ".output.dense",
        layer + ".output.LayerNorm");
  }

  @Override
  public String transform() {
    return "cls.predictions.transform.dense";
  }

  @Override
  public String transformNorm() {
    return "cls.predictions.transform.LayerNorm";
  }

  @Override
  public String decoder() {
    return "cls.predictions.decoder.weight";
  }

  @Override
  public List<String> decoderBias() {
    return List.of("cls.predictions.bias", "cls.predictions.decoder.bias");
  }
}
