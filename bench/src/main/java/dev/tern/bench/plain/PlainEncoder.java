package dev.tern.bench.plain;

import dev.tern.encoder.SparseVector;
import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// SPLADE's document side: `d_j = ln(1 + max(0, max_t H_tj))` for all tokens `j` but special ones.
/// Immutable.
///
/// Formal et al., "SPLADE v2" (2021).
public final class PlainEncoder {
  private final Tokenizer special;
  private final PlainTokenizer tokenizer;
  private final PlainLanguageModel model;
  private final int maxTokens;

  private PlainEncoder(Tokenizer special, PlainLanguageModel model, int maxTokens) {
    this.special = special;
    this.tokenizer = new PlainTokenizer(special.vocabulary());
    this.model = model;
    this.maxTokens = maxTokens;
  }

  /// Loads a model directory.
  ///
  /// @throws dev.tern.encoder.checkpoint.CheckpointException if there is no such model in it
  /// @throws IOException if a file cannot be read
  public static PlainEncoder load(Path directory) throws IOException {
    TransformerSide side = ModelDirectory.open(directory).documentSide();
    try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
      return new PlainEncoder(
          TokenizerFiles.read(side.tokenizer(), TokenizerOptions.DEFAULT),
          PlainLanguageModel.load(checkpoint, side.config()),
          side.maxTokens());
    }
  }

  /// The vector of a text.
  public SparseVector encode(String text) {
    float[] maxLogits = model.maxLogits(tokenizer.encode(text, maxTokens));
    SortedMap<Integer, Float> weights = new TreeMap<>();
    for (int j = 0; j < maxLogits.length; j++) {
      if (maxLogits[j] > 0 && !special.isSpecial(j)) {
        weights.put(j, (float) Math.log1p(maxLogits[j]));
      }
    }
    int[] ids = weights.keySet().stream().mapToInt(Integer::intValue).toArray();
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = weights.get(ids[i]);
    }
    return SparseVector.of(ids, values);
  }
}
