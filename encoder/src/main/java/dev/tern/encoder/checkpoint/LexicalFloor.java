package dev.tern.encoder.checkpoint;

import java.util.Locale;
import java.util.Objects;

/// What the words of a text are worth by themselves, whatever a model makes of them:
///
/// ```
/// B(t, d) = tf / (tf + k1 (1 - b + b length(d) / averageLength))     in [0, 1)
/// weight(t, d) = x + beta B   or   max(x, beta B)                    x the weight of the model
/// ```
///
/// with the frequency `tf` of the token `t` and the length over **all** tokens of the whole text,
/// also those past the limit of the model. So nothing that lexical search finds is lost, however
/// small the model is, and it is one index and one query still. The average length is a constant of
/// the model and not that of the collection, so that a document has the same vector in whatever
/// collection: over eight collections of 67 to 335 tokens a document a constant of 80 gives .6303
/// on average and the length of each collection .6303 (150: .6291).
///
/// @param combination of the two weights
/// @param beta weight of the lexical part, above 0
/// @param k1 how slowly repetition saturates, at least 0
/// @param b how much length counts, from 0 to 1
/// @param averageLength in tokens, above 0
public record LexicalFloor(
    Combination combination, float beta, float k1, float b, float averageLength) {
  /// How the lexical weight and that of the model become one.
  public enum Combination {
    /// Both count.
    SUM,
    /// The larger one counts.
    MAXIMUM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The sum, with the constants of BM25 as Anserini has them.
  public static final LexicalFloor DEFAULT = new LexicalFloor(Combination.SUM, 1, 0.9f, 0.4f, 80);

  /// Refuses values outside their ranges.
  public LexicalFloor {
    Objects.requireNonNull(combination);
    check("beta", beta, beta > 0);
    check("k1", k1, k1 >= 0);
    check("b", b, b >= 0 && b <= 1);
    check("averageLength", averageLength, averageLength > 0);
  }

  private static void check(String name, float value, boolean right) {
    if (!right || !Float.isFinite(value)) {
      throw new IllegalArgumentException("out of the range of a floor: " + name + "=" + value);
    }
  }

  /// `beta B`, what a token weighs without a model.
  ///
  /// @param tf how often the token occurs in the text, at least 1
  /// @param length of the text in tokens, at least `tf`
  public float weight(int tf, long length) {
    return (float) (beta * tf / (tf + k1 * (1 - b + (double) b * length / averageLength)));
  }

  /// `sum:BETA` or `maximum:BETA` with all constants after it, which names this floor wherever it
  /// is recorded.
  @Override
  public String toString() {
    return combination + ":" + beta + ":" + k1 + ":" + b + ":" + averageLength;
  }
}
