package dev.tern.engine.cli;

import dev.tern.encoder.Pruning;
import dev.tern.engine.collection.Bm25;
import dev.tern.engine.collection.QueryMode;
import dev.tern.engine.collection.TextIndexOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say how texts become vectors.
final class EncodingOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "directory of a sparse encoder in Hugging Face's layout")
  private Path model;

  @Option(
      names = "--lexical",
      description = "BM25 over tokens, which is what happens without a model")
  private boolean lexical;

  @Option(
      names = "--idf",
      paramLabel = "FILE",
      description = "query weights {\"token\": weight} for inference-free queries")
  private Path idf;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "cut a text after N tokens (default: what the model says, at most 256)")
  private Integer maxTokens;

  @Option(
      names = "--prune",
      paramLabel = "KIND:VALUE",
      description =
          "drop small weights of documents: top_k:200, max_ratio:0.1, abs_value:0.2, alpha_mass:0.9")
  private String prune;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads that encode (default: one for each core)")
  private Integer threads;

  @Option(
      names = "--k1",
      paramLabel = "X",
      defaultValue = "0.9",
      description = "BM25: how slowly repetition saturates (default: ${DEFAULT-VALUE})")
  private float k1;

  @Option(
      names = "--b",
      paramLabel = "X",
      defaultValue = "0.4",
      description = "BM25: how much length counts (default: ${DEFAULT-VALUE})")
  private float b;

  /// The model directory, if one is named and wanted.
  Optional<Path> model() {
    if (lexical && model != null) {
      throw new UsageException("--lexical and --model exclude each other; leave one of them out");
    }
    return Optional.ofNullable(model);
  }

  /// What these options mean for an index.
  ///
  /// @param queries how queries become vectors, as named on the command line; null where that is
  ///   left to the model
  TextIndexOptions toTextIndexOptions(String queries) {
    return new TextIndexOptions(
        model(),
        Optional.ofNullable(queries).map(EncodingOptions::mode),
        Optional.ofNullable(idf),
        new Bm25(k1, b),
        Optional.ofNullable(maxTokens),
        Optional.ofNullable(prune).map(Pruning::parse),
        Optional.ofNullable(threads));
  }

  private static QueryMode mode(String name) {
    return QueryMode.of(name)
        .orElseThrow(() ->
            new UsageException(
                "--queries "
                    + name
                    + " is none of "
                    + Arrays.toString(QueryMode.values()).replaceAll("[\\[\\]]", "")));
  }
}
