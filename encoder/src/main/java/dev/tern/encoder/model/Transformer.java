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
  /// @param team who computes those of a single text, unless other passes are under way
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  public void forward(TokenBatch batch, Team team, HiddenStates consumer) {
    forward(
        batch,
        team,
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

  private static final Head NO_HEAD = _ -> {};

  /// Multiplications for a token, but for those of attention with other tokens.
  private long multiplications(Head head) {
    long h = config.hiddenSize();
    long layers = config.layers() * (4 * h * h + 2 * h * config.intermediateSize());
    return head.equals(NO_HEAD) ? layers : layers + h * config.vocabularySize();
  }

  /// What becomes of a group, on the calling thread.
  interface Result {
    /// Takes a group whose first text has this number in the batch.
    void accept(Activations a, int first);
  }

  /// Computes a batch group by group or, with a team, text by text.
  void forward(TokenBatch batch, Team team, Head head, Result result) {
    for (int text = 0; text < batch.texts(); ) {
      int end = batch.endOfGroup(text, team.size() > 1 ? 0 : Activations.GROUP_TOKENS);
      if (!forwardTogether(batch, text, team, head, result)) {
        forwardAlone(batch, text, end, head, result);
      }
      text = end;
    }
  }

  private void forwardAlone(TokenBatch batch, int text, int end, Head head, Result result) {
    Activations a = activations.take();
    try {
      a.begin(batch, text, end);
      forward(a);
      head.forward(a);
      result.accept(a, text);
    } finally {
      activations.giveBack(a);
    }
  }

  /// Computes one text, unless the team cannot or would be no faster.
  private boolean forwardTogether(TokenBatch batch, int text, Team team, Head head, Result result) {
    int members = team.members(batch.length(text) * multiplications(head));
    if (members <= 1) {
      return false;
    }
    Activations[] all = activations.take(team);
    if (all.length == 0) {
      return false;
    }
    try {
      all[0].begin(batch, text, text + 1);
      boolean ran =
          team.run(
              members,
              member -> {
                Activations a = all[member];
                a.join(all[0], members);
                forward(a);
                head.forward(a);
              });
      if (ran) {
        result.accept(all[0], text);
      }
      return ran;
    } finally {
      activations.giveBack(all);
    }
  }

  private void forward(Activations a) {
    embeddings.forward(a);
    for (EncoderLayer layer : layers) {
      layer.forward(a);
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

  Activations.Pool activations() {
    return activations;
  }
}
