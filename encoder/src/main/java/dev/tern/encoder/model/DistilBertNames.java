package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import java.util.List;
import java.util.Optional;

/// The names of DistilBERT.
///
/// @param prefix of the encoder: `distilbert.`, or nothing where a checkpoint was saved without a
///   head
record DistilBertNames(String prefix) implements WeightNames {
  static DistilBertNames of(Checkpoint checkpoint) {
    boolean bare = checkpoint.has("embeddings.word_embeddings.weight");
    return new DistilBertNames(bare ? "" : "distilbert.");
  }

  @Override
  public Optional<String> tokenTypeEmbeddings() {
    return Optional.empty();
  }

  @Override
  public Layer layer(int index) {
    String layer = prefix + "transformer.layer." + index;
    return new Layer(
        layer + ".attention.q_lin",
        layer + ".attention.k_lin",
        layer + ".attention.v_lin",
        layer + ".attention.out_lin",
        layer + ".sa_layer_norm",
        layer + ".ffn.lin1",
        layer + ".ffn.lin2",
        layer + ".output_layer_norm");
  }

  @Override
  public String transform() {
    return "vocab_transform";
  }

  @Override
  public String transformNorm() {
    return "vocab_layer_norm";
  }

  @Override
  public String decoder() {
    return "vocab_projector.weight";
  }

  @Override
  public List<String> decoderBias() {
    return List.of("vocab_projector.bias");
  }
}
