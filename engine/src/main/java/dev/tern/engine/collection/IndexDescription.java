package dev.tern.engine.collection;

import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the documents of an index became vectors, and so how its queries must.
///
/// @param queries how a query becomes a vector
/// @param model the sparse encoder that made the index; absent if there was none
/// @param maxTokens most tokens that the model reads at once
/// @param longText what becomes of a text of more tokens
/// @param pruning of document vectors in the form of the command line; empty without
/// @param floor that documents have, as [dev.tern.encoder.checkpoint.LexicalFloor] prints itself;
///   empty without
/// @param bm25 constants of the lexical mode
public record IndexDescription(
    QueryMode queries,
    Optional<ModelIdentity> model,
    int maxTokens,
    LongText longText,
    String pruning,
    String floor,
    Bm25 bm25) {
  private static final String QUERIES = "tern.queries";
  private static final String MODEL = "tern.model";
  private static final String FINGERPRINT = "tern.model.sha256";
  private static final String MAX_TOKENS = "tern.maxTokens";
  private static final String LONG_TEXT = "tern.longText";
  private static final String RETRIEVAL = "tern.model.retrieval.sha256";
  private static final String FLOOR = "tern.floor";
  private static final String PRUNING = "tern.pruning";
  private static final String K1 = "tern.bm25.k1";
  private static final String B = "tern.bm25.b";

  /// The properties that record this description in an index.
  Map<String, String> toProperties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(QUERIES, queries.toString());
    model.ifPresent(identity -> {
      properties.put(MODEL, identity.source().toString());
      properties.put(FINGERPRINT, identity.weights());
      properties.put(RETRIEVAL, identity.retrieval());
    });
    properties.put(MAX_TOKENS, Integer.toString(maxTokens));
    properties.put(LONG_TEXT, longText.toString());
    properties.put(PRUNING, pruning);
    properties.put(FLOOR, floor);
    properties.put(K1, Float.toString(bm25.k1()));
    properties.put(B, Float.toString(bm25.b()));
    return properties;
  }

  /// Refuses to add documents that would become vectors in another way than those that are there.
  /// The model may have been moved.
  ///
  /// @throws IOException naming what differs
  void requireSame(IndexDescription other, Path index) throws IOException {
    Map<String, String> mine = new TreeMap<>(toProperties());
    Map<String, String> others = new TreeMap<>(other.toProperties());
    for (Map.Entry<String, String> property : mine.entrySet()) {
      String value = others.get(property.getKey());
      if (!property.getKey().equals(MODEL) && !property.getValue().equals(value)) {
        throw new IOException(
            index
                + " was made with "
                + property.getKey()
                + "="
                + property.getValue()
                + " and not "
                + (value == null ? "without it" : value)
                + "; add to it with the options that made it");
      }
    }
    if (!others.keySet().equals(mine.keySet())) {
      throw new IOException(
          index
              + " was made "
              + (model.isPresent() ? "with" : "without")
              + " a model; add to it with the options that made it");
    }
  }

  /// The description that an index records.
  ///
  /// @throws IOException if the index holds vectors without texts, or describes them in a way that
  ///   this version does not know
  static IndexDescription of(Path index, Map<String, String> properties) throws IOException {
    String queries = properties.get(QUERIES);
    if (queries == null) {
      throw new IOException(
          index + " holds vectors without texts; search it through the library with vectors");
    }
    try {
      return new IndexDescription(
          QueryMode.of(queries).orElseThrow(() -> new IllegalArgumentException(queries)),
          Optional.ofNullable(properties.get(MODEL))
              .map(source ->
                  new ModelIdentity(
                      ModelSource.parse(source),
                      properties.getOrDefault(FINGERPRINT, ""),
                      properties.getOrDefault(RETRIEVAL, ""))),
          Integer.parseInt(properties.getOrDefault(MAX_TOKENS, "0")),
          LongText.parse(properties.getOrDefault(LONG_TEXT, "truncate")),
          properties.getOrDefault(PRUNING, ""),
          properties.getOrDefault(FLOOR, ""),
          new Bm25(
              Float.parseFloat(properties.getOrDefault(K1, "0.9")),
              Float.parseFloat(properties.getOrDefault(B, "0.4"))));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          index + " describes its texts in a way that this version does not know; upgrade Tern", e);
    }
  }
}
