package dev.tern.encoder;

import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.WeightType;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// What may be chosen when a [SparseEncoder] is loaded. [#DEFAULT] takes what the model directory
/// says, and is neutral where the libraries differ.
///
/// @param maxTokens most tokens of a text, special ones included, from 2 to the positions of the
///   model; empty for what the directory says
/// @param longText what becomes of a text of more tokens
/// @param activation from the largest logit to the weight; empty for what the directory says, and
///   [SpladeActivation#LOG1P_RELU] where it says nothing
/// @param keepSpecialTokens whether weights of `[CLS]`, `[SEP]` and other special tokens stay in
///   the vectors: sentence-transformers keeps them, OpenSearch drops them
/// @param specialTokensInText whether `[SEP]` and the like, written in a text, are the special
///   tokens and not plain text: in both libraries they are
/// @param weights how the large matrices are kept in memory; empty for as they are in the file
/// @param pruning of every vector, after special tokens are dropped; empty for what the directory
///   says
/// @param floor whether documents get the lexical floor that the directory has, if it has one; it
///   is added after pruning
/// @param batching of many texts
public record SparseOptions(
    OptionalInt maxTokens,
    LongText longText,
    Optional<SpladeActivation> activation,
    boolean keepSpecialTokens,
    boolean specialTokensInText,
    Optional<WeightType> weights,
    Optional<Pruning> pruning,
    boolean floor,
    Batching batching) {
  /// What the directory says; long texts truncated; special tokens neither kept nor read from
  /// texts; pruning and floor of the directory.
  public static final SparseOptions DEFAULT =
      new SparseOptions(
          OptionalInt.empty(),
          new LongText.Truncate(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          true,
          Batching.standard());

  /// Refuses fewer than 2 tokens.
  public SparseOptions {
    TextInput.checkMaxTokens(maxTokens, 2);
    Objects.requireNonNull(longText);
    Objects.requireNonNull(activation);
    Objects.requireNonNull(weights);
    Objects.requireNonNull(pruning);
    Objects.requireNonNull(batching);
  }

  /// The same with another limit of tokens.
  public SparseOptions withMaxTokens(int maxTokens) {
    return with(draft -> draft.maxTokens = OptionalInt.of(maxTokens));
  }

  /// The same, treating long texts in another way.
  public SparseOptions withLongText(LongText longText) {
    return with(draft -> draft.longText = longText);
  }

  /// The same with an activation that overrides that of the directory.
  public SparseOptions withActivation(SpladeActivation activation) {
    return with(draft -> draft.activation = Optional.of(activation));
  }

  /// The same, keeping or dropping special tokens in vectors.
  public SparseOptions withKeepSpecialTokens(boolean keepSpecialTokens) {
    return with(draft -> draft.keepSpecialTokens = keepSpecialTokens);
  }

  /// The same, reading special tokens from texts or not.
  public SparseOptions withSpecialTokensInText(boolean specialTokensInText) {
    return with(draft -> draft.specialTokensInText = specialTokensInText);
  }

  /// The same, keeping the large matrices in this type.
  public SparseOptions withWeights(WeightType weights) {
    return with(draft -> draft.weights = Optional.of(weights));
  }

  /// The same with another pruning.
  public SparseOptions withPruning(Pruning pruning) {
    return with(draft -> draft.pruning = Optional.of(pruning));
  }

  /// The same, with the lexical floor of the directory or without.
  public SparseOptions withFloor(boolean floor) {
    return with(draft -> draft.floor = floor);
  }

  /// The same with another batching.
  public SparseOptions withBatching(Batching batching) {
    return with(draft -> draft.batching = batching);
  }

  private SparseOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// The same components, to be changed one by one.
  private static final class Draft {
    private OptionalInt maxTokens;
    private LongText longText;
    private Optional<SpladeActivation> activation;
    private boolean keepSpecialTokens;
    private boolean specialTokensInText;
    private Optional<WeightType> weights;
    private Optional<Pruning> pruning;
    private boolean floor;
    private Batching batching;

    Draft(SparseOptions options) {
      this.maxTokens = options.maxTokens;
      this.longText = options.longText;
      this.activation = options.activation;
      this.keepSpecialTokens = options.keepSpecialTokens;
      this.specialTokensInText = options.specialTokensInText;
      this.weights = options.weights;
      this.pruning = options.pruning;
      this.floor = options.floor;
      this.batching = options.batching;
    }

    SparseOptions options() {
      return new SparseOptions(
          maxTokens,
          longText,
          activation,
          keepSpecialTokens,
          specialTokensInText,
          weights,
          pruning,
          floor,
          batching);
    }
  }
}
