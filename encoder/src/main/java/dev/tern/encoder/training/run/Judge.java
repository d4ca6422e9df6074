package dev.tern.encoder.training.run;

import dev.tern.encoder.training.config.EvaluationConfig.Judged;
import java.io.IOException;
import java.nio.file.Path;

/// Says how well a model searches a collection; what searches is no part of the encoder.
@FunctionalInterface
public interface Judge {
  /// The figures of a model.
  ///
  /// @param model directory of it
  /// @throws IOException if the model or the collection cannot be read
  Figures judge(Path model, Judged collection) throws IOException;

  /// What an evaluation measured.
  ///
  /// @param ndcg NDCG@10, mean over the queries
  /// @param flops expected number of products when a query meets a document
  /// @param documentTerms mean number of terms of a document
  /// @param queryTerms mean number of terms of a query
  record Figures(double ndcg, double flops, double documentTerms, double queryTerms) {}
}
