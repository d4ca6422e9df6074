package dev.tern.encoder;

import dev.tern.encoder.checkpoint.CheckpointException;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.Objects;

/// All that an inference-free query needs besides a tokenizer. For a query in which the token `i`
/// occurs `n_i` times
///
/// ```
/// u_i = T_i n_i^r                               where n_i > 0, else 0
/// q_j = max(u_j, max over i of u_i E_ij)
/// ```
///
/// With `r = 0` a token counts once, as in the published models; without `E` it stands for itself
/// alone. The maximum, and not the sum, since a query that has two forms of a word should not weigh
/// each of them more (.6296 against .6290 on the average of eight collections). A factor is one of
/// the weight of the token in the query: relative to the weight of the other token, a rare form of
/// a common word outweighed the word itself (.6272).
///
/// @param table `T`
/// @param repetition `r`, from 0 to 1
/// @param expansion `E`
public record QueryWeighting(QueryTable table, float repetition, ExpansionTable expansion) {
  /// Refuses a repetition outside `[0, 1]`.
  public QueryWeighting {
    Objects.requireNonNull(table);
    Objects.requireNonNull(expansion);
    if (!(repetition >= 0 && repetition <= 1)) {
      throw new IllegalArgumentException(
          "repetition must be from 0 to 1: repetition=" + repetition);
    }
  }

  /// Each token of a query once, with its weight in the table.
  public static QueryWeighting of(QueryTable table) {
    return new QueryWeighting(table, 0, ExpansionTable.none());
  }

  /// What a model directory adds to a table of query weights.
  ///
  /// @throws CheckpointException if a file of it is not what it should be
  /// @throws IOException if a file cannot be read
  public static QueryWeighting read(ModelDirectory model, QueryTable table, Vocabulary vocabulary)
      throws IOException {
    RetrievalConfig config = model.retrieval();
    ExpansionTable expansion =
        config.expansion().isPresent()
            ? ExpansionTable.read(model.root().resolve(config.expansion().get()), vocabulary)
            : ExpansionTable.none();
    return new QueryWeighting(table, config.repetition(), expansion);
  }

  /// The same with tokens that stand for themselves alone.
  public QueryWeighting withoutExpansion() {
    return new QueryWeighting(table, repetition, ExpansionTable.none());
  }
}
