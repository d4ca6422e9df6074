package dev.tern.encoder.training.run;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The text that tells what a trained model is.
final class ModelCard {
  private ModelCard() {}

  /// @param config text of the configuration
  /// @param steps that were done
  /// @param evaluation of the model, if it was judged
  static String text(String config, long steps, Optional<Evaluation> evaluation) {
    StringBuilder card = new StringBuilder();
    card.append("---\ntags:\n- sparse-encoder\n- splade\n- tern\n---\n\n");
    card.append("# A sparse encoder trained with Tern\n\n");
    card.append("After ").append(steps).append(" steps of `tern train` with\n\n```json\n");
    card.append(config.strip()).append("\n```\n\n");
    evaluation.ifPresent(judged -> card.append(table(judged)));
    card.append(
        """
        The licences of the model it began with and of the data it read apply to it.

        It is loaded by Tern (`tern index --model DIR`), by sentence-transformers
        (`SparseEncoder("DIR")`) and, the document side alone, by transformers
        (`AutoModelForMaskedLM.from_pretrained("DIR")`).
        """);
    return card.toString();
  }

  private static String table(Evaluation evaluation) {
    StringBuilder table = new StringBuilder();
    table.append("| collection | NDCG@10 | FLOPS | terms of a document | terms of a query |\n");
    table.append("|---|---|---|---|---|\n");
    for (Map.Entry<String, Judge.Figures> each : evaluation.collections().entrySet()) {
      table.append(row(each.getKey(), each.getValue()));
    }
    if (evaluation.collections().size() > 1) {
      table.append(row("mean", evaluation.mean()));
    }
    return table.append('\n').toString();
  }

  private static String row(String name, Judge.Figures figures) {
    return String.format(
        Locale.ROOT,
        "| %s | %.4f | %.2f | %.1f | %.1f |\n",
        name,
        figures.ndcg(),
        figures.flops(),
        figures.documentTerms(),
        figures.queryTerms());
  }
}
