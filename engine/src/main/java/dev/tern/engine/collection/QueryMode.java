package dev.tern.engine.collection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a query becomes a vector.
public enum QueryMode {
  /// BM25 over tokens; documents have term frequencies as weights and no model is involved.
  LEXICAL,
  /// The set of the query's tokens with a weight for each from a table; no model runs.
  INFERENCE_FREE,
  /// The query goes through the model, as the documents did.
  SIAMESE;

  /// The name on command lines and in files: `lexical`, `inference-free`, `siamese`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The mode of this name, if there is one.
  public static Optional<QueryMode> of(String name) {
    return Arrays.stream(values()).filter(mode -> mode.toString().equals(name)).findFirst();
  }
}
