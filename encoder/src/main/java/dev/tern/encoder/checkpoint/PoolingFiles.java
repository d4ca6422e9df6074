package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `config.json` of the pooling steps of a sentence-transformers directory.
final class PoolingFiles {
  private PoolingFiles() {}

  /// What the steps after a transformer do: SpladePooling alone, or Pooling and perhaps Normalize;
  /// empty if there are none.
  ///
  /// @throws CheckpointException if they are others, or say what is not supported
  static Optional<PoolingConfig> read(List<Step> steps) throws IOException {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    Step first = steps.getFirst();
    List<Step.Kind> kinds = steps.stream().map(Step::kind).toList();
    if (kinds.equals(List.of(Step.Kind.SPLADE_POOLING))) {
      return Optional.of(splade(first.folder()));
    }
    if (kinds.equals(List.of(Step.Kind.POOLING))) {
      return Optional.of(new PoolingConfig.Dense(tokens(first.folder()), false));
    }
    if (kinds.equals(List.of(Step.Kind.POOLING, Step.Kind.NORMALIZE))) {
      return Optional.of(new PoolingConfig.Dense(tokens(first.folder()), true));
    }
    throw new CheckpointException(
        first.file()
            + " puts the modules "
            + kinds
            + " after the transformer; supported are SpladePooling, Pooling, and Pooling with"
            + " Normalize");
  }

  /// The pooling of a directory without `modules.json`: OpenSearch's keep the file of it even so.
  static Optional<PoolingConfig> beside(Path directory) throws IOException {
    for (String name : List.of("document_1_SpladePooling", "1_SpladePooling")) {
      Path folder = directory.resolve(name);
      if (Files.exists(folder.resolve("config.json"))) {
        return Optional.of(splade(folder));
      }
    }
    return Optional.empty();
  }

  private static PoolingConfig splade(Path folder) throws IOException {
    JsonDocument config = JsonDocument.read(folder.resolve("config.json"));
    if (!config.text("pooling_strategy").orElse("max").equals("max")) {
      throw config.refusal("pooling_strategy", "max, the only one supported");
    }
    String name = config.text("activation_function").orElse("relu");
    return switch (name) {
      case "relu" -> new PoolingConfig.Splade(SpladeActivation.LOG1P_RELU);
      case "log1p_relu" -> new PoolingConfig.Splade(SpladeActivation.LOG1P_LOG1P_RELU);
      default -> throw config.refusal("activation_function", "relu or log1p_relu");
    };
  }

  private static TokenPooling tokens(Path folder) throws IOException {
    JsonDocument config = JsonDocument.read(folder.resolve("config.json"));
    if (config.has("pooling_mode")) {
      return switch (config.text("pooling_mode").orElseThrow()) {
        case "mean" -> TokenPooling.MEAN;
        case "cls" -> TokenPooling.CLS;
        default -> throw config.refusal("pooling_mode", "mean or cls");
      };
    }
    List<String> modes = new ArrayList<>();
    for (Map.Entry<String, Object> entry : config.values().entrySet()) {
      if (entry.getKey().startsWith("pooling_mode_") && config.flag(entry.getKey(), false)) {
        modes.add(entry.getKey());
      }
    }
    if (modes.equals(List.of("pooling_mode_mean_tokens"))) {
      return TokenPooling.MEAN;
    }
    if (modes.equals(List.of("pooling_mode_cls_token"))) {
      return TokenPooling.CLS;
    }
    throw new CheckpointException(
        config.file()
            + " asks for the pooling modes "
            + Quoted.plain(modes.toString())
            + ", expected pooling_mode_mean_tokens or pooling_mode_cls_token alone");
  }
}
