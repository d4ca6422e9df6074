package dev.tern.encoder.training.run;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.encoder.training.data.Passage;
import dev.tern.encoder.training.data.PlacedExample;
import dev.tern.encoder.training.model.Student;
import dev.tern.encoder.training.step.TokenizedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Texts as the student reads them.
///
/// @param tokenizer of the student
/// @param special tokens that no query holds
/// @param maxTokens of a text, special ones included
record TextBatches(Tokenizer tokenizer, BitSet special, int maxTokens) {
  /// Reads the tokenizer of a model.
  ///
  /// @throws TrainingException if the model has no positions for so many tokens, or fewer rows than
  ///   its tokenizer has tokens
  static TextBatches load(TransformerSide side, int maxTokens) throws IOException {
    if (maxTokens > side.config().maxPositions()) {
      throw new TrainingException(
          side.folder()
              + " has positions for "
              + side.config().maxPositions()
              + " tokens and max_tokens asks for "
              + maxTokens
              + "; lower it");
    }
    Tokenizer tokenizer = TokenizerFiles.read(side.tokenizer(), TokenizerOptions.DEFAULT);
    if (tokenizer.vocabulary().size() > side.config().vocabularySize()) {
      throw new TrainingException(
          side.tokenizer()
              + " has more tokens than the model has rows; take the tokenizer that came with it");
    }
    BitSet special = new BitSet();
    for (int id = 0; id < tokenizer.vocabulary().size(); id++) {
      special.set(id, tokenizer.isSpecial(id));
    }
    return new TextBatches(tokenizer, special, maxTokens);
  }

  /// The model, with this activation.
  Student student(TransformerSide side, SpladeActivation activation, int threads)
      throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(side.folder())) {
      return Student.load(checkpoint, side.config(), new PoolingConfig.Splade(activation), threads);
    }
  }

  /// The tokens of a batch.
  TokenizedBatch tokenize(List<PlacedExample> examples) {
    List<int[]> queries = new ArrayList<>();
    List<int[]> documents = new ArrayList<>();
    for (PlacedExample placed : examples) {
      queries.add(tokenizer.encode(placed.example().query().text(), maxTokens));
      for (Passage document : placed.example().documents()) {
        documents.add(tokenizer.encode(document.text(), maxTokens));
      }
    }
    return new TokenizedBatch(queries, documents);
  }
}
