package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/// The tokenizer of a transformer together with the length its texts are cut to, and how.
///
/// @param tokenizer whose ids are all rows of the transformer's embeddings
/// @param maxTokens special tokens included, at most the positions of the transformer
/// @param longText what becomes of a text of more tokens
record TextInput(Tokenizer tokenizer, int maxTokens, LongText longText) {
  private static final int MAX_PADDING_ROWS = 1024;

  /// The input of a transformer.
  ///
  /// @param maxTokens overrides the limit of the directory
  /// @throws CheckpointException if the vocabulary does not fit the embeddings
  /// @throws IllegalArgumentException if the limit exceeds the positions, or leaves no room for a
  ///   token in a window
  static TextInput load(
      TransformerSide side, OptionalInt maxTokens, boolean specialTokensInText, LongText longText)
      throws IOException {
    int positions = side.config().maxPositions();
    if (maxTokens.isPresent() && maxTokens.getAsInt() > positions) {
      throw new IllegalArgumentException(
          "the model has no positions for so many tokens: maxTokens="
              + maxTokens.getAsInt()
              + " positions="
              + positions);
    }
    Tokenizer tokenizer =
        TokenizerFiles.read(side.tokenizer(), new TokenizerOptions(specialTokensInText));
    int rows = side.config().vocabularySize();
    int tokens = tokenizer.vocabulary().size();
    // Some models pad their embeddings, mostly to a multiple of 64 or 128.
    if (tokens > rows || rows - tokens >= MAX_PADDING_ROWS) {
      throw new CheckpointException(
          "the tokenizer in "
              + side.tokenizer()
              + " has "
              + tokens
              + " tokens and the model in "
              + side.folder()
              + " embeddings for "
              + rows
              + "; they are of different models, take the tokenizer that came with the weights");
    }
    TextInput input = new TextInput(tokenizer, maxTokens.orElse(side.maxTokens()), longText);
    input.pieces(""); // refuses a limit that no text fits
    return input;
  }

  /// The ids of each piece of a text that the model reads by itself, with its special tokens.
  List<int[]> pieces(String text) {
    return switch (longText) {
      case LongText.Truncate() -> List.of(tokenizer.encode(text, maxTokens));
      case LongText.Windows(int overlap) -> tokenizer.encodeWindows(text, maxTokens, overlap);
    };
  }

  /// Refuses a limit below `least`.
  static void checkMaxTokens(OptionalInt maxTokens, int least) {
    if (maxTokens.isPresent() && maxTokens.getAsInt() < least) {
      throw new IllegalArgumentException(
          "a text needs at least " + least + " tokens: maxTokens=" + maxTokens.getAsInt());
    }
  }
}
