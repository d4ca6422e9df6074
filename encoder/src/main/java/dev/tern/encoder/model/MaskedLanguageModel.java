package dev.tern.encoder.model;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelConfig;

/// A transformer with the head that scores the vocabulary: what a learned sparse encoder is made of
/// (SPLADE, Formal et al. 2021).
///
/// Safe for use by several threads; a forward pass runs on the thread that calls it. The only thing
/// that changes is how much of the head [#forwardPositive] skips, and no result depends on that.
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

  /// For each text the maximum of the logits over all its tokens, [B][V], bias included and before
  /// any activation; negative infinity for a text without tokens. NaN where a logit was NaN, which
  /// only broken weights lead to.
  ///
  /// @throws IllegalArgumentException if a text is longer than the positions of the model or an id
  ///   is not in its vocabulary
  public float[][] forward(TokenBatch batch) {
    return forward(batch, head::forward);
  }

  /// As [#forward] where that is above 0 or NaN, negative infinity elsewhere: what a sparse vector
  /// needs. Bits are the same; the time is mostly less, since after some ten thousand tokens the
  /// head skips what is certain not to be above 0, if the model lets enough be skipped.
  ///
  /// @throws IllegalArgumentException as [#forward]
  public float[][] forwardPositive(TokenBatch batch) {
    return forward(batch, head::forwardPositive);
  }

  private float[][] forward(TokenBatch batch, Head pass) {
    float[][] maxLogits = new float[batch.texts()][];
    Activations a = transformer.activations().take();
    try {
      for (int text = 0, end; text < batch.texts(); text = end) {
        end = transformer.forward(batch, text, a);
        pass.forward(a, maxLogits, text);
      }
    } finally {
      transformer.activations().giveBack(a);
    }
    return maxLogits;
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

  private interface Head {
    void forward(Activations a, float[][] maxLogits, int first);
  }
}
