package dev.tern.encoder.checkpoint;

import java.nio.file.Path;

/// A table of query weights, one for each token of the vocabulary, with what belongs to it.
///
/// @param file to be given to [QueryWeightFile#read]
/// @param tokenizer folder with `tokenizer.json` or `vocab.txt`
/// @param maxTokens most tokens of a query, none of them special; at least 1
public record TableSide(Path file, Path tokenizer, int maxTokens) implements QuerySide {}
