package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// The matrices of a model that may be kept in int8.
public final class Weights {
  private Weights() {}

  /// The names of these matrices, as far as `checkpoint` has them: those of the linear layers, the
  /// word embeddings and the decoder. Positions and token types are few and stay float32.
  public static SequencedSet<String> matrices(Checkpoint checkpoint, ModelConfig config) {
    WeightNames names = WeightNames.of(checkpoint, config);
    SequencedSet<String> matrices = new LinkedHashSet<>();
    matrices.add(names.wordEmbeddings());
    for (int i = 0; i < config.layers(); i++) {
      WeightNames.Layer layer = names.layer(i);
      for (String linear :
          List.of(
              layer.query(),
              layer.key(),
              layer.value(),
              layer.attentionOutput(),
              layer.intermediate(),
              layer.output())) {
        matrices.add(linear + ".weight");
      }
    }
    matrices.add(names.transform() + ".weight");
    matrices.add(names.decoder());
    matrices.removeIf(name -> !checkpoint.has(name));
    return matrices;
  }
}
