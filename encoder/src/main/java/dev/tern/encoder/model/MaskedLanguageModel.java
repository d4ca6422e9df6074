package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;
import java.util.Optional;

/// A transformer with the head that scores the vocabulary: what a learned sparse encoder is made of
/// (SPLADE, Formal et al. 2021).
///
/// Safe for use by several threads; a forward pass runs on the thread that calls it, and on a
/// [Team] where it is given one. The only thing that changes is how much of the head
/// [#forwardPositive] skips, and no result depends on that.
public final class MaskedLanguageModel {
  private final Transformer transformer;
  private final LanguageModelHead head;

  private MaskedLanguageModel(Transformer transformer, LanguageModelHead head) {
    this.transformer = transformer;
    this.head = head;
  }

  /// Reads the weights; the checkpoint may be closed afterwards. The decoder of the head is the one
  /// in the checkpoint or, where that has none, the word embeddings.
  ///
  /// @throws CheckpointException if a tensor is missing or has another shape than `config` says
  public static MaskedLanguageModel load(Checkpoint checkpoint, ModelConfig config)
      throws CheckpointException {
    return new MaskedLanguageModel(
        Transformer.load(checkpoint, config),
        LanguageModelHead.load(checkpoint, config, WeightNames.of(checkpoint, config)));
  }

  /// Takes the largest logits of a text.
  public interface MaxLogits {
    /// Takes `maxLogits`, [V], valid during the call, of the text of this number in the batch.
    void accept(int text, float[] maxLogits);
  }

  /// For each text the maximum of the logits over all its tokens, [B][V], bias included and before
  /// any activation; negative infinity for a text without tokens. NaN where a logit was NaN, which
  /// only broken weights lead to.
  ///
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  public float[][] forward(TokenBatch batch) {
    float[][] all = new float[batch.texts()][];
    transformer
        .pass(
            head::forward,
            (a, first) -> handOut(a, first, (text, maxLogits) -> all[text] = maxLogits.clone()))
        .run(batch, Team.ALONE);
    return all;
  }

  /// As [#forwardPositive(TokenBatch, Team, MaxLogits)] with one thread, [B][V].
  public float[][] forwardPositive(TokenBatch batch) {
    float[][] all = new float[batch.texts()][];
    forwardPositive(batch, Team.ALONE, (text, maxLogits) -> all[text] = maxLogits.clone());
    return all;
  }

  /// Hands to `consumer`, in the order of the texts, what [#forward] has where that is above 0 or
  /// NaN, negative infinity elsewhere: what a sparse vector needs. Bits are the same; the time is
  /// mostly less, since after some ten thousand tokens the head skips what is certain not to be
  /// above 0, if the model lets enough be skipped.
  ///
  /// @param team who computes each text together, unless other passes are under way
  /// @throws IllegalArgumentException as [#forward]
  public void forwardPositive(TokenBatch batch, Team team, MaxLogits consumer) {
    positivePass(consumer).run(batch, team);
  }

  /// [#forwardPositive(TokenBatch, Team, MaxLogits)] with this consumer, again and again.
  public ForwardPass positivePass(MaxLogits consumer) {
    return new PositivePass(consumer);
  }

  private final class PositivePass implements ForwardPass {
    private final MaxLogits consumer;
    private final BatchPass pass = transformer.pass(this::forward, this::accept);

    /// Those of the batch, so that all members of a team have the same.
    private Optional<LogitBounds> bounds = Optional.empty();

    PositivePass(MaxLogits consumer) {
      this.consumer = consumer;
    }

    @Override
    public void run(TokenBatch batch, Team team) {
      bounds = head.skipping().bounds();
      pass.run(batch, team);
    }

    private void forward(Activations a) {
      head.forwardPositive(a, bounds);
    }

    private void accept(Activations a, int first) {
      head.observe(a, bounds);
      handOut(a, first, consumer);
    }
  }

  private static void handOut(Activations a, int first, MaxLogits consumer) {
    for (int text = 0; text < a.texts(); text++) {
      consumer.accept(first + text, a.maxLogits().of(text));
    }
  }

  /// Sizes and switches.
  public ModelConfig config() {
    return transformer.config();
  }

  /// The transformer under the head.
  public Transformer transformer() {
    return transformer;
  }

  /// How much work of the head [#forwardPositive] has skipped.
  public SkippedWork skippedWork() {
    return head.skipping().work();
  }

  LanguageModelHead head() {
    return head;
  }
}
