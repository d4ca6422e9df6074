package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.Int8Matrix;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.PackedMatrix;
import java.util.ArrayList;
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

  /// Reads weights that share their input, each [outputs x inputs], one below the other.
  static PackedMatrix packed(Checkpoint checkpoint, int outputs, int inputs, String... names)
      throws CheckpointException {
    if (checkpoint.isInt8(names[0])) {
      List<byte[]> parts = new ArrayList<>();
      List<float[]> scales = new ArrayList<>();
      for (String name : names) {
        Int8Matrix part = checkpoint.readInt8(name, outputs, inputs);
        parts.add(part.values());
        scales.add(part.scales());
      }
      return PackedMatrix.ofInt8(inputs, parts, scales);
    }
    float[][] parts = new float[names.length][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = checkpoint.read(names[i], outputs, inputs);
    }
    return PackedMatrix.of(inputs, parts);
  }
}
