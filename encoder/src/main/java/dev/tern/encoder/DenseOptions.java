package dev.tern.encoder;

import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.WeightType;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// What may be chosen when a [DenseEncoder] is loaded.
///
/// @param maxTokens most tokens of a text, special ones included, from 2 to the positions of the
///   model; empty for what the directory says. Texts are cut at their end
/// @param pooling of the tokens; empty for what the directory says, and the mean without
///   normalisation where it says nothing, as sentence-transformers has it
/// @param specialTokensInText whether `[SEP]` and the like, written in a text, are the special
///   tokens and not plain text: in sentence-transformers they are
/// @param weights how the large matrices are kept in memory; empty for as they are in the file
/// @param batching of many texts
public record DenseOptions(
    OptionalInt maxTokens,
    Optional<PoolingConfig.Dense> pooling,
    boolean specialTokensInText,
    Optional<WeightType> weights,
    Batching batching) {
  /// What the directory says; special tokens in texts are plain text.
  public static final DenseOptions DEFAULT =
      new DenseOptions(
          OptionalInt.empty(), Optional.empty(), false, Optional.empty(), Batching.standard());

  /// Refuses fewer than 2 tokens.
  public DenseOptions {
    TextInput.checkMaxTokens(maxTokens, 2);
    Objects.requireNonNull(pooling);
    Objects.requireNonNull(weights);
    Objects.requireNonNull(batching);
  }

  /// The same with another limit of tokens.
  public DenseOptions withMaxTokens(int maxTokens) {
    return new DenseOptions(
        OptionalInt.of(maxTokens), pooling, specialTokensInText, weights, batching);
  }

  /// The same with a pooling that overrides that of the directory.
  public DenseOptions withPooling(PoolingConfig.Dense pooling) {
    return new DenseOptions(
        maxTokens, Optional.of(pooling), specialTokensInText, weights, batching);
  }

  /// The same, reading special tokens from texts or not.
  public DenseOptions withSpecialTokensInText(boolean specialTokensInText) {
    return new DenseOptions(maxTokens, pooling, specialTokensInText, weights, batching);
  }

  /// The same, keeping the large matrices in this type.
  public DenseOptions withWeights(WeightType weights) {
    return new DenseOptions(
        maxTokens, pooling, specialTokensInText, Optional.of(weights), batching);
  }

  /// The same with another batching.
  public DenseOptions withBatching(Batching batching) {
    return new DenseOptions(maxTokens, pooling, specialTokensInText, weights, batching);
  }
}
