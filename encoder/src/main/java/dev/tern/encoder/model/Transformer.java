package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.kernel.Simd;
import java.util.ArrayList;
import java.util.List;

/// The encoder without a head: embeddings and L layers.
///
/// Immutable and safe for use by several threads; a forward pass runs on the thread that calls it,
/// and on a [Team] where it is given one.
public final class Transformer {
  private static final Head NO_HEAD = _ -> {};

  private final ModelConfig config;
  private final Embeddings embeddings;
  private final List<EncoderLayer> layers;
  private final ActivationPool activations;

  private Transformer(ModelConfig config, Embeddings embeddings, List<EncoderLayer> layers) {
    this.config = config;
    this.embeddings = embeddings;
    this.layers = layers;
    this.activations = new ActivationPool(config);
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

  /// Takes the hidden states of a text.
  public interface HiddenStates {
    /// Takes those of the last layer, valid during the call.
    ///
    /// @param text its number in the batch
    /// @param hidden row-major matrix of H columns
    /// @param from position of the first value of the text, whose rows follow one another
    /// @param tokens rows of the text
    void accept(int text, float[] hidden, int from, int tokens);
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
    forward(
        batch,
        Team.ALONE,
        (text, hidden, from, tokens) ->
            System.arraycopy(hidden, from, last, batch.start(text) * h, tokens * h));
    return last;
  }

  /// Hands the hidden states of every text to `consumer`, in order.
  ///
  /// @param team who computes each text together, unless other passes are under way
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  public void forward(TokenBatch batch, Team team, HiddenStates consumer) {
    pass(consumer).run(batch, team);
  }

  /// [#forward(TokenBatch, Team, HiddenStates)] with this consumer, again and again.
  public ForwardPass pass(HiddenStates consumer) {
    return pass(
        NO_HEAD,
        (a, first) -> {
          for (int text = 0; text < a.texts(); text++) {
            int from = a.hidden.offset(a.start(text));
            consumer.accept(first + text, a.hidden.values(), from, a.length(text));
          }
        });
  }

  /// What is computed from the hidden states of a group, by each thread that computed them.
  interface Head {
    void forward(Activations a);
  }

  /// Multiplications for a token, but for those of attention with other tokens.
  private long multiplications(Head head) {
    long h = config.hiddenSize();
    long layers = config.layers() * (4 * h * h + 2 * h * config.intermediateSize());
    return head.equals(NO_HEAD) ? layers : layers + h * config.vocabularySize();
  }

  /// What hands the results of `head` for batch after batch to `result`.
  BatchPass pass(Head head, BatchPass.Result result) {
    return new BatchPass(
        activations,
        a -> {
          forward(a);
          head.forward(a);
        },
        multiplications(head),
        result);
  }

  private void forward(Activations a) {
    embeddings.forward(a);
    for (int i = 0; i < layers.size(); i++) { // an iterator would be an object for each text
      layers.get(i).forward(a);
    }
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

  ActivationPool activations() {
    return activations;
  }
}
