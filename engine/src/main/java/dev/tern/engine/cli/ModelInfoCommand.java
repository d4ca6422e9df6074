package dev.tern.engine.cli;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.ModelConfig;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.QuerySide;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.checkpoint.TransformerSide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tern model info DIR`.
@Command(
    name = "info",
    description = "Shows what a model directory holds and how Tern reads it.",
    footerHeading = "%nExample:%n",
    footer = "  tern model info splade-tiny")
final class ModelInfoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "a model in Hugging Face's layout")
  private Path directory;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> facts = facts(ModelDirectory.open(directory));
    if (json) {
      JsonLine line = new JsonLine();
      facts.forEach(line::with);
      line.print();
    } else {
      facts.forEach(
          (name, value) -> Console.OUT.printf(Locale.ROOT, "%-18s %s%n", name, shown(value)));
      Console.OUT.flush();
    }
    return 0;
  }

  private static String shown(Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : Console.oneLine(value.toString());
  }

  private static Map<String, Object> facts(ModelDirectory model) throws IOException {
    TransformerSide documents = model.documentSide();
    ModelConfig config = documents.config();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("directory", model.root().toString());
    facts.put("architecture", config.modelType());
    facts.put("layers", config.layers());
    facts.put("hiddenSize", config.hiddenSize());
    facts.put("heads", config.heads());
    facts.put("intermediateSize", config.intermediateSize());
    facts.put("vocabularySize", config.vocabularySize());
    facts.put("maxTokens", documents.maxTokens());
    facts.put("activation", config.activation().toString());
    try (Checkpoint weights = Checkpoint.open(documents.folder())) {
      facts.put("tensors", weights.names().size());
      facts.put("numbers", count(weights));
      facts.put("weightTypes", types(weights));
      facts.put("documents", vectors(documents, weights));
    }
    facts.put("queries", queries(model.querySide()));
    RetrievalConfig retrieval = model.retrieval();
    facts.put("floor", retrieval.floor().map(LexicalFloor::toString).orElse("none"));
    facts.put("repetition", Float.toString(retrieval.repetition()));
    facts.put("expansion", retrieval.expansion().orElse("none"));
    facts.put("documentTokens", said(retrieval.documents().maxTokens()));
    facts.put("documentTerms", said(retrieval.documents().maxTerms()));
    facts.put("titlesByThemselves", retrieval.documents().titles());
    return facts;
  }

  private static String said(OptionalInt limit) {
    return limit.isPresent() ? Integer.toString(limit.getAsInt()) : "not said";
  }

  /// The types of the tensors in the files.
  private static String types(Checkpoint weights) throws IOException {
    Set<String> types = new TreeSet<>();
    for (String name : weights.names()) {
      types.add(weights.type(name));
    }
    return String.join(", ", types);
  }

  private static long count(Checkpoint weights) throws IOException {
    long count = 0;
    for (String name : weights.names()) {
      long size = 1;
      for (long length : weights.shape(name)) {
        size *= length;
      }
      count += size;
    }
    return count;
  }

  private static String vectors(TransformerSide side, Checkpoint weights) {
    if (side.pooling().isEmpty()) {
      boolean head =
          weights.names().stream()
              .anyMatch(name -> name.startsWith("cls.predictions") || name.startsWith("vocab_"));
      return head ? "sparse, LOG1P_RELU (assumed, the directory does not say)" : "no MLM head";
    }
    return switch (side.pooling().get()) {
      case PoolingConfig.Splade splade -> "sparse, " + splade.activation();
      case PoolingConfig.Dense dense ->
          "dense, " + dense.tokens() + (dense.normalize() ? ", normalised" : "");
    };
  }

  private static String queries(QuerySide side) {
    return switch (side) {
      case TableSide table -> "inference-free, weights from " + table.file().getFileName();
      case TransformerSide _ -> "through the model";
    };
  }
}
