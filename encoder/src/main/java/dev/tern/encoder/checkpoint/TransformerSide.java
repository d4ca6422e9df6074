package dev.tern.encoder.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/// A transformer of a model directory with what belongs to it.
///
/// @param folder with the weights, to be given to [Checkpoint#open(Path)]
/// @param tokenizer folder with `tokenizer.json` or `vocab.txt`
/// @param config its sizes
/// @param maxTokens most tokens of one text, `[CLS]` and `[SEP]` included, in `[2, maxPositions]`
/// @param pooling what follows the transformer; empty where the directory does not say, as in those
///   of plain Hugging Face models
public record TransformerSide(
    Path folder, Path tokenizer, ModelConfig config, int maxTokens, Optional<PoolingConfig> pooling)
    implements QuerySide {}
