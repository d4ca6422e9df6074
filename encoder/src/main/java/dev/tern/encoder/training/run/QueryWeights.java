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
  /// What special tokens weigh where the table is only a price. The encoder drops them from every
  /// vector, so that any price above 0 will do; the published tables have 1.
  private static final float SPECIAL_PRICE = 1;

  private QueryWeights() {}

  /// One weight for each row of the vocabulary: out of the file that the configuration names, or
  /// else of the model's table, or else counted in the documents. Special tokens weigh 0 in
  /// queries. Empty where nothing asks for it.
  ///
  /// @throws TrainingException if a price is to be divided by the weight of a token that has none
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
    boolean isOnlyPrice = config.queries().side() != Side.IDF;
    for (int id = 0; id < rows; id++) {
      boolean isWord = id < tokenizer.vocabulary().size() && !tokenizer.isSpecial(id);
      if (!isWord) {
        weights[id] = isOnlyPrice ? SPECIAL_PRICE : 0;
      } else {
        weights[id] = table.isPresent() ? table.get().weight(id) : counted[id];
        if (isPrice && !(weights[id] > 0)) {
          throw new TrainingException(
              "the price idf_flops is divided by idf, and the table of query weights has none above 0"
                  + " for the token "
                  + tokenizer.vocabulary().token(id)
                  + "; name a file with all tokens as idf.file");
        }
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
