package dev.tern.encoder.checkpoint;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.checkpoint.LexicalFloor.Combination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What Tern adds to a model, as `tern.json` at the root of its directory says it.
///
/// ```
/// {
///   "version": 1,
///   "floor": {"combination": "sum", "beta": 1, "k1": 0.9, "b": 0.4, "average_length": 80},
///   "queries": {"repetition": 0.5, "expansion": "expansion.tsv"},
///   "documents": {"max_tokens": 512, "max_terms": 160, "titles": true}
/// }
/// ```
///
/// Each part may be absent, and so may the file: then documents have no floor, a token counts once
/// in a query, and stands for itself alone. A key that is not named here is refused, since it would
/// change vectors in a way that this version does not know.
///
/// @param floor under the weights of documents
/// @param repetition exponent `r` of the frequency of a token in a query, from 0 to 1: a token that
///   occurs `n` times weighs `n^r` times its weight in the table
/// @param expansion name of the file in the same directory that [ExpansionFile] reads; without it
///   queries are not expanded
/// @param documents how they are read
public record RetrievalConfig(
    Optional<LexicalFloor> floor, float repetition, Optional<String> expansion, Reading documents) {
  /// Neither a floor, nor repetition, nor expansion.
  public static final RetrievalConfig NONE =
      new RetrievalConfig(Optional.empty(), 0, Optional.empty(), Reading.ONCE);

  /// The name of the file.
  public static final String FILE = "tern.json";

  private static final int VERSION = 1;
  private static final int LEAST_TOKENS = 2;

  /// Refuses a repetition outside `[0, 1]`.
  public RetrievalConfig {
    if (!(repetition >= 0 && repetition <= 1)) {
      throw new IllegalArgumentException(
          "repetition must be from 0 to 1: repetition=" + repetition);
    }
    Objects.requireNonNull(documents);
  }

  /// How documents are read.
  ///
  /// @param maxTokens that the model is meant to read of a document unless asked otherwise, at
  ///   least 2; the limit of its transformer is another matter
  /// @param maxTerms how many terms of its vector are kept unless asked otherwise, the heaviest, at
  ///   least 1; the floor is added after that
  /// @param titles whether the title of a document that has one is read once more by itself, and
  ///   its vector `v` put beside that `w` of all of the document: `d_j = max(w_j, v_j)`
  public record Reading(OptionalInt maxTokens, OptionalInt maxTerms, boolean titles) {
    /// As many tokens as are usual, all terms, and titles as the beginning of the text only.
    public static final Reading ONCE = new Reading(OptionalInt.empty(), OptionalInt.empty(), false);

    /// Refuses fewer than 2 tokens and fewer than 1 term.
    public Reading {
      checkLimits(maxTokens, maxTerms);
    }

    /// Refuses fewer than 2 tokens and fewer than 1 term.
    public static void checkLimits(OptionalInt maxTokens, OptionalInt maxTerms) {
      if (maxTokens.isPresent() && maxTokens.getAsInt() < LEAST_TOKENS) {
        throw new IllegalArgumentException(
            "a document has at least its two special tokens: maxTokens=" + maxTokens.getAsInt());
      }
      if (maxTerms.isPresent() && maxTerms.getAsInt() < 1) {
        throw new IllegalArgumentException(
            "a document keeps at least one term: maxTerms=" + maxTerms.getAsInt());
      }
    }

    private static Reading read(JsonDocument json) throws CheckpointException {
      json.requireKeys(Set.of("max_tokens", "max_terms", "titles"));
      return new Reading(
          limit(json, "max_tokens", LEAST_TOKENS),
          limit(json, "max_terms", 1),
          json.flag("titles", false));
    }

    private static OptionalInt limit(JsonDocument json, String key, int least)
        throws CheckpointException {
      return json.has(key)
          ? OptionalInt.of(json.integer(key, least, Integer.MAX_VALUE))
          : OptionalInt.empty();
    }

    private Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      maxTokens.ifPresent(most -> values.put("max_tokens", most));
      maxTerms.ifPresent(most -> values.put("max_terms", most));
      if (titles) {
        values.put("titles", true);
      }
      return values;
    }
  }

  /// What the directory says.
  ///
  /// @throws CheckpointException if `tern.json` is not as described, or of a newer version
  /// @throws IOException if it cannot be read
  public static RetrievalConfig read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    JsonDocument json = JsonDocument.read(file);
    if (json.integer("version", 1, Integer.MAX_VALUE) > VERSION) {
      throw new CheckpointException(
          file + " was written by a newer version of Tern; upgrade Tern to use this model");
    }
    json.requireKeys(Set.of("version", "floor", "queries", "documents"));
    Optional<LexicalFloor> floor =
        json.has("floor") ? Optional.of(floor(json.part("floor"))) : Optional.empty();
    Reading documents = json.has("documents") ? Reading.read(json.part("documents")) : Reading.ONCE;
    if (!json.has("queries")) {
      return new RetrievalConfig(floor, 0, Optional.empty(), documents);
    }
    JsonDocument queries = json.part("queries");
    queries.requireKeys(Set.of("repetition", "expansion"));
    Optional<String> expansion = queries.text("expansion");
    if (expansion.isPresent() && !Folders.isPlain(expansion.get())) {
      throw queries.refusal("expansion", "the name of a file in the same directory");
    }
    return new RetrievalConfig(floor, queries.number("repetition", 0, 1, 0), expansion, documents);
  }

  private static LexicalFloor floor(JsonDocument json) throws CheckpointException {
    json.requireKeys(Set.of("combination", "beta", "k1", "b", "average_length"));
    String name = json.text("combination").orElse("sum");
    Combination combination =
        Arrays.stream(Combination.values())
            .filter(each -> each.toString().equals(name))
            .findFirst()
            .orElseThrow(() -> json.refusal("combination", "sum or maximum"));
    LexicalFloor standard = LexicalFloor.DEFAULT;
    return new LexicalFloor(
        combination,
        json.number("beta", Float.MIN_NORMAL, Float.MAX_VALUE, standard.beta()),
        json.number("k1", 0, Float.MAX_VALUE, standard.k1()),
        json.number("b", 0, 1, standard.b()),
        json.number("average_length", Float.MIN_NORMAL, Float.MAX_VALUE, standard.averageLength()));
  }

  /// Writes `tern.json` into a directory, over one that is there.
  public void write(Path directory) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    floor.ifPresent(rule -> json.put("floor", values(rule)));
    Map<String, Object> queries = new LinkedHashMap<>();
    queries.put("repetition", repetition);
    expansion.ifPresent(file -> queries.put("expansion", file));
    json.put("queries", queries);
    if (!documents.equals(Reading.ONCE)) {
      json.put("documents", documents.values());
    }
    Files.writeString(
        directory.resolve(FILE),
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
  }

  private static Map<String, Object> values(LexicalFloor rule) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("combination", rule.combination().toString());
    values.put("beta", rule.beta());
    values.put("k1", rule.k1());
    values.put("b", rule.b());
    values.put("average_length", rule.averageLength());
    return values;
  }
}
