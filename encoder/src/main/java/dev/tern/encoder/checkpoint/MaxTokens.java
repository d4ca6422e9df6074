package dev.tern.encoder.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many tokens of a text count, from the files that may say so.
final class MaxTokens {
  private MaxTokens() {}

  /// For a transformer: `max_seq_length` of `sentence_bert_config.json`, or else `model_max_length`
  /// of `tokenizer_config.json`, and never more than the positions it has.
  static int ofTransformer(Path folder, Path tokenizer, int maxPositions) throws IOException {
    Path file = folder.resolve("sentence_bert_config.json");
    if (Files.exists(file)) {
      JsonDocument config = JsonDocument.read(file);
      refuseLowerCasing(config, tokenizer);
      if (config.has("max_seq_length")) {
        return config.atMost("max_seq_length", 2, maxPositions);
      }
    }
    return ofTokenizer(tokenizer, 2, maxPositions);
  }

  /// `model_max_length` of `tokenizer_config.json`, where there is one, between `least` and `most`.
  static int ofTokenizer(Path tokenizer, int least, int most) throws IOException {
    Path file = tokenizer.resolve("tokenizer_config.json");
    return Files.exists(file)
        ? JsonDocument.read(file).atMost("model_max_length", least, most)
        : most;
  }

  /// The library can lower-case a text before the tokenizer sees it. Where the tokenizer does so
  /// itself that changes nothing; elsewhere ignoring it would change vectors silently.
  private static void refuseLowerCasing(JsonDocument config, Path tokenizer) throws IOException {
    if (!config.flag("do_lower_case", false)) {
      return;
    }
    Path file = tokenizer.resolve("tokenizer_config.json");
    if (!Files.exists(file) || !JsonDocument.read(file).flag("do_lower_case", false)) {
      throw config.refusal("do_lower_case", "false for a tokenizer that keeps upper case");
    }
  }
}
