package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Simd;
import java.util.ArrayList;
import java.util.List;

/// The encoder without a head: embeddings and L layers.
///
/// Immutable and safe for use by several threads; a forward pass runs on the thread that calls it.
public final class Transformer {
  private final ModelConfig config;
  private final Embeddings embeddings;
  private final List<EncoderLayer> layers;
  private final Activations.Pool activations;

  private Transformer(ModelConfig config, Embeddings embeddings, List<EncoderLayer> layers) {
    this.config = config;
    this.embeddings = embeddings;
    this.layers = layers;
    this.activations = new Activations.Pool(config);
  }

  /// Reads the weights; the checkpoint may be closed afterwards. Tensors that belong to no box, as
  /// those of a pooler, are ignored.
  ///
  /// @throws CheckpointException if a tensor is missing or has another shape than `config` says
  public static Transformer load(Checkpoint checkpoint, ModelConfig config)
      throws CheckpointException {
    Simd.require();
    WeightNames names = WeightNames.of(checkpoint, config);
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(EncoderLayer.load(checkpoint, config, names.layer(i)));
    }
    return new Transformer(config, Embeddings.load(checkpoint, config, names), List.copyOf(layers));
  }

  /// The hidden states of the last layer, [T x H] row-major.
  ///
  /// @throws IllegalArgumentException if a text is longer than the positions of the model, an id is
  ///   not in its vocabulary or T x H has 2^31 values
  public float[] forward(TokenBatch batch) {
    int h = config.hiddenSize();
    if ((long) batch.tokens() * h > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "hidden states must be fewer than 2^31: tokens=" + batch.tokens() + " hiddenSize=" + h);
    }
    float[] last = new float[batch.tokens() * h];
    Activations a = activations.take();
    try {
      for (int text = 0, end; text < batch.texts(); text = end) {
        end = forward(batch, text, a);
        System.arraycopy(a.hidden.values(), 0, last, batch.start(text) * h, a.hidden.rows() * h);
      }
    } finally {
      activations.giveBack(a);
    }
    return last;
  }

  /// Computes the hidden states of as many texts from `first` on as make a group, and returns the
  /// text after them.
  int forward(TokenBatch batch, int first, Activations a) {
    int end = batch.endOfGroup(first, Activations.GROUP_TOKENS);
    a.begin(batch, first, end);
    embeddings.forward(a);
    for (EncoderLayer layer : layers) {
      layer.forward(a);
    }
    return end;
  }

  /// Sizes and switches.
  public ModelConfig config() {
    return config;
  }

  Embeddings embeddings() {
    return embeddings;
  }

  List<EncoderLayer> layers() {
    return layers;
  }

  Activations.Pool activations() {
    return activations;
  }
}
