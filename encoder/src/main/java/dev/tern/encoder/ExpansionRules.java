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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Rules by which an expansion is made. Training can take it from there: what a rule proposes with
/// a small factor is raised where it helps and dropped where it does not.
///
/// @param stemFactor a word stands for others of the same stem, with this factor
/// @param similar a word stands for those that the model thinks of when it reads it alone; after
///   those of the same stem, as far as there is room
public record ExpansionRules(Optional<Float> stemFactor, Optional<Similar> similar) {
  /// Words that the model thinks of.
  ///
  /// @param factor times its share a word counts, above 0 and up to 1
  /// @param leastShare words that weigh less in queries than this share of the heaviest token stand
  ///   for none, from 0 to 1
  public record Similar(float factor, float leastShare) {
    /// Words in many texts tell few of them apart and have the longest lists: tern-tiny thinks of
    /// `is` at every nineteenth word. Without them its questions of the web go through 37,000
    /// postings of the DL19 pool where it was 53,000, and the mean NDCG@10 over eight collections
    /// is the same (.6476 and .6478). With the next words in their place it is .6472, at 49,000.
    public static final float LEAST_SHARE = 0.2f;

    /// Refuses values outside their ranges.
    public Similar {
      checkFactor(factor);
      KeptEntries.checkFraction("the least share of the heaviest weight", leastShare);
    }
  }

  /// Refuses factors outside their range.
  public ExpansionRules {
    stemFactor.ifPresent(ExpansionRules::checkFactor);
    Objects.requireNonNull(similar);
  }

  private static void checkFactor(float factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "other words need a factor above 0 and up to 1: factor=" + factor);
    }
  }

  /// Words of the same stem alone.
  public static ExpansionRules stems(float factor) {
    return new ExpansionRules(Optional.of(factor), Optional.empty());
  }

  /// The same with words that the model thinks of.
  public ExpansionRules withSimilar(Similar words) {
    return new ExpansionRules(stemFactor, Optional.of(words));
  }

  /// The expansion of a vocabulary.
  ///
  /// @param table by whose weights the most frequent words are told
  /// @param model that reads the words
  ExpansionTable table(Vocabulary vocabulary, QueryTable table, TransformerSide model)
      throws IOException {
    List<Entry> proposed = new ArrayList<>();
    stemFactor.ifPresent(factor -> proposed.addAll(StemExpansion.of(vocabulary, table, factor)));
    if (similar.isPresent()) {
      try (SparseEncoder encoder =
          SparseEncoder.load(model, RetrievalConfig.NONE, SparseOptions.DEFAULT)) {
        proposed.addAll(SimilarExpansion.of(vocabulary, table, encoder::encodeAll, similar.get()));
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
