package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.QueryWeightFile;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// One weight for each token of a vocabulary, which is all that an inference-free query needs.
///
/// Weights are finite and at least 0. Immutable.
public final class QueryTable {
  private final float[] weights;

  private QueryTable(float[] weights) {
    this.weights = weights;
  }

  /// A table of the given weights by token id; the array is copied.
  ///
  /// @throws IllegalArgumentException if a weight is below 0 or not finite
  public static QueryTable of(float[] weights) {
    for (int id = 0; id < weights.length; id++) {
      if (!(weights[id] >= 0) || weights[id] == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "weights of a query table must be finite and at least 0: id="
                + id
                + " weight="
                + weights[id]);
      }
    }
    return new QueryTable(weights.clone());
  }

  /// Reads `idf.json`, `query_token_weights.txt` or the tensor `weight` of a safetensors file.
  ///
  /// @throws CheckpointException if the file is not what it should be, or does not agree with the
  ///   vocabulary
  /// @throws IOException if the file cannot be read
  public static QueryTable read(Path file, Vocabulary vocabulary) throws IOException {
    return new QueryTable(QueryWeightFile.read(file, vocabulary.size(), vocabulary::idOf));
  }

  /// The table in which each of `size` tokens weighs 1, as SPLADE-v3-Doc wants its queries.
  public static QueryTable binary(int size) {
    float[] weights = new float[size];
    Arrays.fill(weights, 1);
    return new QueryTable(weights);
  }

  /// The table of `w^exponent`; a power that is too large for float32 is the largest float32.
  ///
  /// @param exponent above 0 and finite
  public QueryTable power(float exponent) {
    float[] powers = new float[weights.length];
    for (int id = 0; id < powers.length; id++) {
      powers[id] = Math.min((float) StrictMath.pow(weights[id], exponent), Float.MAX_VALUE);
    }
    return of(powers);
  }

  /// Number of tokens.
  public int size() {
    return weights.length;
  }

  /// The weight of the token `id`, in `[0, size)`.
  public float weight(int id) {
    return weights[id];
  }
}
