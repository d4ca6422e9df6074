package dev.tern.encoder;

import dev.tern.encoder.checkpoint.LexicalFloor;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// What a [ModelConversion] changes. What is not named stays as it is in the source.
///
/// @param int8 whether the large matrices are stored in int8, a quarter of the bytes
/// @param floor under the weights of documents
/// @param idf file of query weights that takes the place of those of the source
/// @param idfPower every query weight `w` becomes `w^idfPower`; above 0
/// @param repetition exponent of the frequency of a token in a query, as [QueryWeighting] has it
/// @param expansion makes an expansion by rules
/// @param maxTokens that the model is meant to read of a document, at least 2
public record ConversionOptions(
    boolean int8,
    Optional<LexicalFloor> floor,
    Optional<Path> idf,
    float idfPower,
    Optional<Float> repetition,
    Optional<ExpansionRules> expansion,
    OptionalInt maxTokens) {
  /// A copy.
  public static final ConversionOptions NONE =
      new ConversionOptions(
          false,
          Optional.empty(),
          Optional.empty(),
          1,
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

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
    if (maxTokens.isPresent() && maxTokens.getAsInt() < 2) {
      throw new IllegalArgumentException(
          "a document has at least its two special tokens: maxTokens=" + maxTokens.getAsInt());
    }
  }

  /// The same with the large matrices in int8.
  public ConversionOptions withInt8() {
    return new ConversionOptions(true, floor, idf, idfPower, repetition, expansion, maxTokens);
  }

  /// The same with a floor.
  public ConversionOptions withFloor(LexicalFloor floor) {
    return new ConversionOptions(
        int8, Optional.of(floor), idf, idfPower, repetition, expansion, maxTokens);
  }

  /// The same with query weights from a file.
  public ConversionOptions withIdf(Path idf) {
    return new ConversionOptions(
        int8, floor, Optional.of(idf), idfPower, repetition, expansion, maxTokens);
  }

  /// The same with powers of the query weights.
  public ConversionOptions withIdfPower(float idfPower) {
    return new ConversionOptions(int8, floor, idf, idfPower, repetition, expansion, maxTokens);
  }

  /// The same with tokens that count more often.
  public ConversionOptions withRepetition(float repetition) {
    return new ConversionOptions(
        int8, floor, idf, idfPower, Optional.of(repetition), expansion, maxTokens);
  }

  /// The same with an expansion.
  public ConversionOptions withExpansion(ExpansionRules expansion) {
    return new ConversionOptions(
        int8, floor, idf, idfPower, repetition, Optional.of(expansion), maxTokens);
  }

  /// The same for so many tokens of a document.
  public ConversionOptions withMaxTokens(int maxTokens) {
    return new ConversionOptions(
        int8, floor, idf, idfPower, repetition, expansion, OptionalInt.of(maxTokens));
  }
}
