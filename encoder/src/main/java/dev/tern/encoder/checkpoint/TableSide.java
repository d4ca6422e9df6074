package dev.tern.encoder.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/// A table of query weights, one for each token of the vocabulary, with what belongs to it.
///
/// @param file `model.safetensors` with the tensor `weight`, `idf.json` or
///   `query_token_weights.txt`
/// @param tokenizer folder with `tokenizer.json` or `vocab.txt`
/// @param maxTokens most tokens of a query, none of them special; at least 1
public record TableSide(Path file, Path tokenizer, int maxTokens) implements QuerySide {
  /// The weights by token id.
  ///
  /// @param vocabularySize of the tokenizer; a table of more rows (some models pad theirs) is cut
  /// @param idOf the id of a token, -1 for one that the vocabulary does not have
  /// @throws CheckpointException if the file and the vocabulary do not agree, or if a weight is
  ///   below 0 or not finite
  /// @throws IOException if the file cannot be read
  public float[] read(int vocabularySize, ToIntFunction<String> idOf) throws IOException {
    return new QueryWeightFile(file, vocabularySize, idOf).read();
  }
}
