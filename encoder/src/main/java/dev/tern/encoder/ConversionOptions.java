package dev.tern.encoder;

import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.RetrievalConfig.Reading;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// What a [ModelConversion] changes. What is not named stays as it is in the source.
///
/// @param int8 whether the large matrices are stored in int8, a quarter of the bytes
/// @param floor under the weights of documents
/// @param idf file of query weights that takes the place of those of the source
/// @param idfPower every query weight `w` becomes `w^idfPower`; above 0
/// @param repetition exponent of the frequency of a token in a query, as [QueryWeighting] has it
/// @param expansion makes an expansion by rules
/// @param maxTokens that the model is meant to read of a document, at least 2
/// @param maxTerms heaviest terms of a document that are kept, at least 1
/// @param titles whether titles are read once more by themselves
/// @param blend with another model; not together with int8
public record ConversionOptions(
    boolean int8,
    Optional<LexicalFloor> floor,
    Optional<Path> idf,
    float idfPower,
    Optional<Float> repetition,
    Optional<ExpansionRules> expansion,
    OptionalInt maxTokens,
    OptionalInt maxTerms,
    Optional<Boolean> titles,
    Optional<Blend> blend) {
  /// A copy.
  public static final ConversionOptions NONE =
      new ConversionOptions(
          false,
          Optional.empty(),
          Optional.empty(),
          1,
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  /// Another model whose weights a share is taken of.
  ///
  /// @param model trained from the same weights, or those themselves
  /// @param share s of `(1 - s) weights + s its weights`, in `(0, 1)`
  public record Blend(Path model, float share) {
    /// Refuses a share outside its range.
    public Blend {
      Objects.requireNonNull(model);
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("a share is above 0 and below 1: share=" + share);
      }
    }
  }

  /// Refuses values outside their ranges.
  public ConversionOptions {
    Objects.requireNonNull(floor);
    Objects.requireNonNull(idf);
    if (!(idfPower > 0) || idfPower == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "a power must be finite and above 0: idfPower=" + idfPower);
    }
    if (repetition.isPresent() && !(repetition.get() >= 0 && repetition.get() <= 1)) {
      throw new IllegalArgumentException(
          "repetition must be from 0 to 1: repetition=" + repetition.get());
    }
    Objects.requireNonNull(expansion);
    Reading.checkLimits(maxTokens, maxTerms);
    Objects.requireNonNull(titles);
    if (int8 && blend.isPresent()) {
      throw new IllegalArgumentException(
          "weights are blended in float32; convert the blended model to int8 after that");
    }
  }

  /// The same with the large matrices in int8.
  public ConversionOptions withInt8() {
    return with(draft -> draft.int8 = true);
  }

  /// The same with a floor.
  public ConversionOptions withFloor(LexicalFloor floor) {
    return with(draft -> draft.floor = Optional.of(floor));
  }

  /// The same with query weights from a file.
  public ConversionOptions withIdf(Path idf) {
    return with(draft -> draft.idf = Optional.of(idf));
  }

  /// The same with powers of the query weights.
  public ConversionOptions withIdfPower(float idfPower) {
    return with(draft -> draft.idfPower = idfPower);
  }

  /// The same with tokens that count more often.
  public ConversionOptions withRepetition(float repetition) {
    return with(draft -> draft.repetition = Optional.of(repetition));
  }

  /// The same with an expansion.
  public ConversionOptions withExpansion(ExpansionRules expansion) {
    return with(draft -> draft.expansion = Optional.of(expansion));
  }

  /// The same for so many tokens of a document.
  public ConversionOptions withMaxTokens(int maxTokens) {
    return with(draft -> draft.maxTokens = OptionalInt.of(maxTokens));
  }

  /// The same for so many terms of a document.
  public ConversionOptions withMaxTerms(int maxTerms) {
    return with(draft -> draft.maxTerms = OptionalInt.of(maxTerms));
  }

  /// The same with titles that are read once more by themselves, or not.
  public ConversionOptions withTitles(boolean titles) {
    return with(draft -> draft.titles = Optional.of(titles));
  }

  /// The same, blended with another model.
  public ConversionOptions withBlend(Blend blend) {
    return with(draft -> draft.blend = Optional.of(blend));
  }

  private ConversionOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /// Options one of which is being changed.
  private static final class Draft {
    private boolean int8;
    private Optional<LexicalFloor> floor;
    private Optional<Path> idf;
    private float idfPower;
    private Optional<Float> repetition;
    private Optional<ExpansionRules> expansion;
    private OptionalInt maxTokens;
    private OptionalInt maxTerms;
    private Optional<Boolean> titles;
    private Optional<Blend> blend;

    Draft(ConversionOptions options) {
      int8 = options.int8;
      floor = options.floor;
      idf = options.idf;
      idfPower = options.idfPower;
      repetition = options.repetition;
      expansion = options.expansion;
      maxTokens = options.maxTokens;
      maxTerms = options.maxTerms;
      titles = options.titles;
      blend = options.blend;
    }

    ConversionOptions options() {
      return new ConversionOptions(
          int8, floor, idf, idfPower, repetition, expansion, maxTokens, maxTerms, titles, blend);
    }
  }
}
