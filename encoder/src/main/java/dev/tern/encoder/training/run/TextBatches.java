package dev.tern.encoder.training.run;

import dev.tern.encoder.checkpoint.Checkpoint;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.PoolingConfig;
import dev.tern.encoder.checkpoint.SpladeActivation;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
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
/// @param words what these are worth besides
/// @param maxTokens of a text, special ones included
record TextBatches(Tokenizer tokenizer, BitSet special, WordsThemselves words, int maxTokens) {
  /// Reads the tokenizer of a model.
  ///
  /// @throws TrainingException if the model has no positions for so many tokens, or fewer rows than
  ///   its tokenizer has tokens
  static TextBatches load(ModelDirectory model, int maxTokens) throws IOException {
    TransformerSide side = model.documentSide();
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
    WordsThemselves words = WordsThemselves.of(model, tokenizer);
    return new TextBatches(tokenizer, special, words, maxTokens);
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
    List<String> queries = new ArrayList<>();
    List<String> documents = new ArrayList<>();
    for (PlacedExample placed : examples) {
      queries.add(placed.example().query().text());
      placed.example().documents().forEach(document -> documents.add(document.text()));
    }
    return new TokenizedBatch(tokens(queries), tokens(documents), words.floors(documents));
  }

  private List<int[]> tokens(List<String> texts) {
    return texts.stream().map(text -> tokenizer.encode(text, maxTokens)).toList();
  }
}
