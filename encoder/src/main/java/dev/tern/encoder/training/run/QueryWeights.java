package dev.tern.encoder.training.run;

import dev.tern.encoder.QueryTable;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.TableSide;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.training.config.QueryConfig.Side;
import dev.tern.encoder.training.config.SparsityConfig.Kind;
import dev.tern.encoder.training.config.TrainConfig;
import java.io.IOException;
import java.util.Optional;

/// The table of query weights that a run begins with.
final class QueryWeights {
  private QueryWeights() {}

  /// One weight for each row of the vocabulary, 0 for special tokens: out of the file that the
  /// configuration names, or else of the model's table, or else counted in the documents. Empty
  /// where nothing asks for it.
  static float[] of(
      TrainConfig config,
      ModelDirectory model,
      Tokenizer tokenizer,
      TrainingDocuments documents,
      int rows)
      throws IOException {
    boolean isPrice = config.sparsity().filter(s -> s.kind() == Kind.IDF_FLOPS).isPresent();
    if (config.queries().side() != Side.IDF && !isPrice) {
      return new float[0];
    }
    float[] weights = new float[rows];
    Optional<QueryTable> table = table(config, model, tokenizer);
    float[] counted = table.isPresent() ? new float[0] : documents.counts().idf();
    for (int id = 0; id < tokenizer.vocabulary().size(); id++) {
      if (!tokenizer.isSpecial(id)) {
        weights[id] = table.isPresent() ? table.get().weight(id) : counted[id];
      }
    }
    return weights;
  }

  private static Optional<QueryTable> table(
      TrainConfig config, ModelDirectory model, Tokenizer tokenizer) throws IOException {
    if (config.queries().idfFile().isPresent()) {
      return Optional.of(QueryTable.read(config.queries().idfFile().get(), tokenizer.vocabulary()));
    }
    return model.querySide() instanceof TableSide side
        ? Optional.of(QueryTable.read(side.file(), tokenizer.vocabulary()))
        : Optional.empty();
  }
}
