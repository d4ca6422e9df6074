package dev.tern.engine.cli;

import dev.tern.encoder.ConversionOptions;
import dev.tern.encoder.ConversionOptions.Blend;
import dev.tern.encoder.ModelConversion;
import dev.tern.encoder.checkpoint.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern model convert ... SOURCE TARGET`.
@Command(
    name = "convert",
    description = {
      "Writes a copy of a model with weights in int8 (a quarter of the bytes, float32 arithmetic),"
          + " with a lexical floor under the weights of documents, or with other query weights.",
      "What no option names stays as it is. The copy lists its files with their hashes in"
          + " files.sha256."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tern model convert --weights int8 splade-tiny splade-tiny-int8",
      "  tern model convert --floor sum --idf idf.json --idf-power 1.25 --repetition 0.5"
          + " --expansion stem:0.3 splade-tiny tern-model"
    })
final class ModelConvertCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SOURCE", description = "a model in Hugging Face's layout")
  private Path source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "the new directory")
  private Path target;

  @Option(names = "--weights", paramLabel = "TYPE", description = "int8, the only one so far")
  private WeightType weights;

  @Option(
      names = "--floor",
      paramLabel = "KIND[:BETA[:K1:B:LENGTH]]",
      description =
          "documents get BETA times the saturated frequency of each token of the whole text, added to"
              + " the weight of the model (sum) or where it is larger (maximum); K1, B and the average"
              + " LENGTH of documents in tokens are those of BM25; sum is sum:1:0.9:0.4:80")
  private String floor;

  @Option(
      names = "--idf",
      paramLabel = "FILE",
      description = "query weights {\"token\": weight} that take the place of the model's")
  private Path idf;

  @Option(names = "--idf-power", paramLabel = "P", description = "every query weight w becomes w^P")
  private Float idfPower;

  @Option(
      names = "--repetition",
      paramLabel = "R",
      description =
          "a token that a query has n times weighs n^R times as much, R from 0 to 1 (default: 0)")
  private Float repetition;

  @Option(
      names = "--expansion",
      paramLabel = "RULE:FACTOR",
      split = ",",
      description =
          "in a query, a word stands for up to four others too, with FACTOR times its weight: those of"
              + " the same stem (stem:0.3), the two that the model thinks of when it reads"
              + " the word alone, by their share (similar:0.2), or both (stem:0.3,similar:0.2); of"
              + " these two, none that weighs less in queries than LEAST times the heaviest token"
              + " (similar:FACTOR:LEAST, default: 0.2)")
  private List<String> expansion = List.of();

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "so many tokens of a document are read unless asked otherwise (default: 256, or as many as"
              + " the model takes)")
  private Integer maxTokens;

  @Option(
      names = "--max-terms",
      paramLabel = "N",
      description =
          "of a document the N heaviest terms are kept unless asked otherwise (default: all)")
  private Integer maxTerms;

  @Option(
      names = "--titles",
      description =
          "the title of a document that has one is read once more by itself, and a weight of its vector"
              + " counts where it is larger")
  private boolean titles;

  @Option(
      names = "--blend",
      paramLabel = "DIR:SHARE",
      description =
          "SHARE of every weight is taken from the model in DIR, which began its training with the same"
              + " weights, or is what it began with; between a trained model and its start often lies a"
              + " better one")
  private String blend;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ConversionOptions options = UsageException.checked(this::options);
    if (options.equals(ConversionOptions.NONE)) {
      throw new UsageException(
          "say what to change: --weights, --floor, --idf, --idf-power, --repetition, --expansion,"
              + " --max-tokens, --max-terms, --titles or --blend");
    }
    convert(options);
    long before = bytes(source);
    long after = bytes(target);
    if (json) {
      new JsonLine()
          .with("model", target.toString())
          .with("bytes", after)
          .with("bytesBefore", before)
          .print();
    } else {
      Console.OUT.printf(
          Locale.ROOT,
          "weights of %.1f MB, before %.1f MB: %s%n",
          after / 1e6,
          before / 1e6,
          target);
      Console.OUT.flush();
    }
    return 0;
  }

  private ConversionOptions options() {
    ConversionOptions options = ConversionOptions.NONE;
    if (weights != null) {
      if (weights != WeightType.INT8) {
        throw new UsageException("--weights is int8, the only type that models are converted to");
      }
      options = options.withInt8();
    }
    if (floor != null) {
      options = options.withFloor(FloorOption.floor(floor));
    }
    if (idf != null) {
      options = options.withIdf(idf);
    }
    if (idfPower != null) {
      options = options.withIdfPower(idfPower);
    }
    if (repetition != null) {
      options = options.withRepetition(repetition);
    }
    if (maxTokens != null) {
      options = options.withMaxTokens(maxTokens);
    }
    if (maxTerms != null) {
      options = options.withMaxTerms(maxTerms);
    }
    if (titles) {
      options = options.withTitles(true);
    }
    if (blend != null) {
      options = options.withBlend(blend());
    }
    return expansion.isEmpty() ? options : options.withExpansion(ExpansionOption.rules(expansion));
  }

  private Blend blend() {
    int colon = blend.lastIndexOf(':');
    if (colon < 1) {
      throw new UsageException("--blend is DIR:SHARE, such as start:0.4, found " + blend);
    }
    return new Blend(
        Path.of(blend.substring(0, colon)), NumberPart.of("--blend", blend.substring(colon + 1)));
  }

  private void convert(ConversionOptions options) throws IOException {
    AtomicBoolean cancelled = new AtomicBoolean();
    Interruption.run(
        () -> cancelled.set(true),
        () -> convert(options, cancelled),
        () -> "interrupted; nothing was written");
  }

  private Path convert(ConversionOptions options, AtomicBoolean cancelled) throws IOException {
    try (Progress progress = new Progress("converting", "tensors", 0)) {
      ModelConversion.run(
          source,
          target,
          options,
          (written, _) -> {
            progress.at(written);
            if (cancelled.get()) {
              throw new CancellationException("converting was interrupted");
            }
          });
    }
    return target;
  }

  /// The size of all weights below a directory.
  private static long bytes(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(file -> file.toString().endsWith(".safetensors")).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
