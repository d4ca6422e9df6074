package dev.tern.engine.cli;

import dev.tern.encoder.Batching;
import dev.tern.encoder.DenseOptions;
import dev.tern.encoder.LongText;
import dev.tern.encoder.ModelSource;
import dev.tern.encoder.Pruning;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.engine.collection.Bm25;
import dev.tern.engine.collection.QueryMode;
import dev.tern.engine.collection.TextIndexOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say how texts become vectors.
///
/// An option that would change nothing is refused: whoever wrote it expects something of it.
final class EncodingOptions {
  /// Documents and queries as dense vectors, which only an evaluation can have.
  static final String DENSE = "dense";

  private static final String LEAVE = "leave it out, or add --queries lexical";

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "directory of a sparse encoder in Hugging Face's layout (default: the model that comes with"
              + " Tern, if this copy of Tern has one)")
  private Path model;

  @Option(names = "--lexical", description = "BM25 over tokens, which needs no model")
  private boolean lexical;

  @Option(
      names = "--idf",
      paramLabel = "FILE",
      description = "query weights {\"token\": weight} for inference-free queries")
  private Path idf;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "a text has at most N tokens (default: what the model says, at most 256)")
  private Integer maxTokens;

  @Option(
      names = "--long-text",
      paramLabel = "HOW",
      description =
          "a text of more tokens: truncate it, or read it in windows that overlap by N tokens and"
              + " take the maximum, windows or windows:N (default: truncate)")
  private String longText;

  @Option(
      names = "--prune",
      paramLabel = "KIND:VALUE",
      description =
          "drop small weights of documents: top_k:200, max_ratio:0.1, abs_value:0.2, alpha_mass:0.9")
  private String prune;

  @Option(
      names = "--no-floor",
      description = "documents without the lexical floor that the model brings")
  private boolean noFloor;

  @Option(
      names = "--no-expansion",
      description = "queries without the words of the same stem that the model brings")
  private boolean noExpansion;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads that encode and make indexes (default: one for each core)")
  private Integer threads;

  @Option(
      names = "--k1",
      paramLabel = "X",
      description = "BM25: how slowly repetition saturates (default: 0.9)")
  private Float k1;

  @Option(
      names = "--b",
      paramLabel = "X",
      description = "BM25: how much length counts (default: 0.4)")
  private Float b;

  /// The model: the one that is named, or else the bundled one if there is one, unless the search
  /// is to be lexical.
  Optional<ModelSource> model() {
    if (lexical && model != null) {
      throw new UsageException("--lexical and --model exclude each other; leave one of them out");
    }
    if (lexical) {
      return Optional.empty();
    }
    return directory()
        .<ModelSource>map(ModelSource.Directory::new)
        .or(() -> TextIndexOptions.standard().model());
  }

  /// The directory of a model, if one is named.
  Optional<Path> directory() {
    return Optional.ofNullable(model);
  }

  /// Whether the model is one for dense vectors.
  boolean isModelDense() throws IOException {
    return directory().isPresent()
        && ModelDirectory.open(model)
            .documentSide()
            .pooling()
            .filter(PoolingConfig.Dense.class::isInstance)
            .isPresent();
  }

  /// What these options mean for an index.
  ///
  /// @param queries how queries become vectors, as named on the command line; null where that is
  ///   left to the model
  /// @throws UsageException if a value is out of its range, or an option has nothing to do
  TextIndexOptions toTextIndexOptions(String queries) {
    Optional<QueryMode> mode = Optional.ofNullable(queries).map(EncodingOptions::mode);
    Optional<ModelSource> model = model();
    if (directory().isEmpty() && mode.equals(Optional.of(QueryMode.LEXICAL))) {
      model = Optional.empty(); // The bundled model has the bundled vocabulary.
    }
    if (model.isEmpty() || mode.equals(Optional.of(QueryMode.LEXICAL))) {
      if (mode.isPresent() && mode.get() != QueryMode.LEXICAL) {
        throw new UsageException(
            "--queries " + queries + " needs a model; name its directory with --model");
      }
      refuse("--idf", idf, "in lexical search; name a model with --model, or leave it out");
      refuse("--prune", prune, "in lexical search; name a model with --model, or leave it out");
      refuse("--long-text", longText, "in lexical search, which reads whole texts; leave it out");
      refuse("--max-tokens", maxTokens, "in lexical search, which reads whole texts; leave it out");
      refuse("--no-floor", noFloor ? "" : null, "in lexical search; leave it out");
      refuse("--no-expansion", noExpansion ? "" : null, "in lexical search; leave it out");
    } else {
      refuse("--k1", k1, "where a model makes the vectors; " + LEAVE);
      refuse("--b", b, "where a model makes the vectors; " + LEAVE);
      if (mode.equals(Optional.of(QueryMode.SIAMESE))) {
        refuse(
            "--idf", idf, "with siamese queries; leave it out, or take --queries inference-free");
      }
    }
    checkCounts();
    Optional<ModelSource> source = model;
    return UsageException.checked(() ->
        new TextIndexOptions(
            source,
            mode,
            Optional.ofNullable(idf),
            new Bm25(k1 == null ? Bm25.DEFAULT.k1() : k1, b == null ? Bm25.DEFAULT.b() : b),
            Optional.ofNullable(maxTokens),
            Optional.ofNullable(longText).map(LongText::parse),
            Optional.ofNullable(prune).map(Pruning::parse),
            !noFloor,
            !noExpansion,
            Optional.ofNullable(threads),
            Byte.SIZE,
            Optional.empty(),
            false));
  }

  /// What these options mean for dense vectors.
  ///
  /// @throws UsageException if a value is out of its range, or an option has nothing to do
  DenseOptions toDenseOptions() {
    refuse("--idf", idf, "with dense vectors; leave it out");
    refuse("--long-text", longText, "with dense vectors, which truncate; leave it out");
    refuse("--prune", prune, "with dense vectors; leave it out");
    refuse("--no-floor", noFloor ? "" : null, "with dense vectors; leave it out");
    refuse("--no-expansion", noExpansion ? "" : null, "with dense vectors; leave it out");
    refuse("--k1", k1, "with dense vectors; leave it out");
    refuse("--b", b, "with dense vectors; leave it out");
    checkCounts();
    DenseOptions options = DenseOptions.DEFAULT;
    if (maxTokens != null) {
      options = options.withMaxTokens(maxTokens);
    }
    return threads == null ? options : options.withBatching(Batching.of(threads));
  }

  private void checkCounts() {
    if (threads != null && threads < 1) {
      throw new UsageException("--threads is at least 1, found " + threads);
    }
    if (maxTokens != null && maxTokens < 2) {
      throw new UsageException(
          "--max-tokens is at least 2, because [CLS] and [SEP] count, found " + maxTokens);
    }
  }

  private static void refuse(String option, Object value, String where) {
    if (value != null) {
      throw new UsageException(option + " has nothing to do " + where);
    }
  }

  private static QueryMode mode(String name) {
    return QueryMode.of(name)
        .orElseThrow(() ->
            new UsageException(
                "--queries "
                    + name
                    + " is none of "
                    + Arrays.toString(QueryMode.values()).replaceAll("[\\[\\]]", "")
                    + (DENSE.equals(name) ? "; only tern eval has dense" : "")));
  }
}
