package dev.tern.encoder;

import dev.tern.encoder.checkpoint.ExpansionFile;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.checkpoint.TransformerSide;
import dev.tern.encoder.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules by which an expansion is made. Training can take it from there: what a rule proposes with
/// a small factor is raised where it helps and dropped where it does not.
///
/// @param stemFactor a word stands for others of the same stem, with this factor
/// @param similarFactor a word stands for those that the model thinks of when it reads it alone,
///   with this factor times their share; after those of the same stem, as far as there is room
public record ExpansionRules(Optional<Float> stemFactor, Optional<Float> similarFactor) {
  /// Refuses factors outside their range.
  public ExpansionRules {
    for (Optional<Float> factor : List.of(stemFactor, similarFactor)) {
      if (factor.isPresent() && !(factor.get() > 0 && factor.get() <= 1)) {
        throw new IllegalArgumentException(
            "other words need a factor above 0 and up to 1: factor=" + factor.get());
      }
    }
  }

  /// Words of the same stem alone.
  public static ExpansionRules stems(float factor) {
    return new ExpansionRules(Optional.of(factor), Optional.empty());
  }

  /// The same with words that the model thinks of.
  public ExpansionRules withSimilar(float factor) {
    return new ExpansionRules(stemFactor, Optional.of(factor));
  }

  /// The expansion of a vocabulary.
  ///
  /// @param table by whose weights the most frequent words are told
  /// @param model that reads the words
  ExpansionTable table(Vocabulary vocabulary, QueryTable table, TransformerSide model)
      throws IOException {
    List<Entry> proposed = new ArrayList<>();
    stemFactor.ifPresent(factor -> proposed.addAll(StemExpansion.of(vocabulary, table, factor)));
    if (similarFactor.isPresent()) {
      try (SparseEncoder encoder =
          SparseEncoder.load(model, RetrievalConfig.NONE, SparseOptions.DEFAULT)) {
        proposed.addAll(
            SimilarExpansion.of(vocabulary, table, encoder::encodeAll, similarFactor.get()));
      }
    }
    List<Entry> kept = new ArrayList<>();
    Map<Integer, Set<Integer>> others = new HashMap<>();
    for (Entry entry : proposed) {
      Set<Integer> ofToken = others.computeIfAbsent(entry.token(), _ -> new HashSet<>());
      if (ofToken.size() < ExpansionFile.MAX_OTHERS && ofToken.add(entry.other())) {
        kept.add(entry);
      }
    }
    return ExpansionTable.of(kept);
  }
}
