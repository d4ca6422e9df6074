package dev.tern.encoder.training.run;

import dev.tern.encoder.QueryTable;
import dev.tern.encoder.QueryWeighting;
import dev.tern.encoder.SparseVector;
import dev.tern.encoder.TermCounts;
import dev.tern.encoder.checkpoint.ExpansionFile;
import dev.tern.encoder.checkpoint.ExpansionFile.Entry;
import dev.tern.encoder.checkpoint.LexicalFloor;
import dev.tern.encoder.checkpoint.LexicalFloor.Combination;
import dev.tern.encoder.checkpoint.ModelDirectory;
import dev.tern.encoder.checkpoint.RetrievalConfig;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.training.loss.ExpandedMatching.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What words are worth by themselves in a search with the student, as `tern.json` of its directory
/// says: the floor under documents, how much a repeated word of a query counts, and which others it
/// stands for. All of it is in the score while the student is trained, so that it learns what this
/// cannot do; only the factors of the others can be trained too.
final class WordsThemselves {
  /// A factor below moves no ranking.
  private static final float LEAST_FACTOR = 0.02f;

  private final ModelDirectory model;
  private final RetrievalConfig retrieval;
  private final Tokenizer tokenizer;
  private final Rule rule;

  private WordsThemselves(
      ModelDirectory model, RetrievalConfig retrieval, Tokenizer tokenizer, Rule rule) {
    this.model = model;
    this.retrieval = retrieval;
    this.tokenizer = tokenizer;
    this.rule = rule;
  }

  /// Reads a model directory.
  ///
  /// @throws TrainingException if its floor is one that a score is not a sum with
  static WordsThemselves of(ModelDirectory model, Tokenizer tokenizer) throws IOException {
    RetrievalConfig retrieval = model.retrieval();
    Optional<Combination> combination = retrieval.floor().map(LexicalFloor::combination);
    if (combination.filter(each -> each != Combination.SUM).isPresent()) {
      throw new TrainingException(
          model.root()
              + " has a floor of the combination "
              + combination.get()
              + "; only a sum can be trained with");
    }
    // Any table will do: what is read is how tokens count.
    QueryTable ones = QueryTable.binary(tokenizer.vocabulary().size());
    QueryWeighting weighting = QueryWeighting.read(model, ones, tokenizer.vocabulary());
    Rule rule = Rule.of(weighting.repetition(), weighting.expansion().entries());
    return new WordsThemselves(model, retrieval, tokenizer, rule);
  }

  /// How the tokens of a query count.
  Rule rule() {
    return rule;
  }

  /// The floors of documents; empty if they have none.
  List<SparseVector> floors(List<String> documents) {
    return retrieval.floor().isEmpty() ? List.of() : documents.stream().map(this::floor).toList();
  }

  private SparseVector floor(String document) {
    LexicalFloor rule = retrieval.floor().orElseThrow();
    TermCounts counts = TermCounts.of(tokenizer.encodePlain(document, Integer.MAX_VALUE));
    return counts.weigh(
        (term, tf) -> tokenizer.isSpecial(term) ? 0 : rule.weight(tf, counts.length()));
  }

  /// Writes the same into the directory of a trained model.
  ///
  /// @param factors of the expansion, where they were trained
  void write(Path target, Optional<float[]> factors) throws IOException {
    if (!retrieval.equals(RetrievalConfig.NONE)) {
      retrieval.write(target);
    }
    if (retrieval.expansion().isPresent()) {
      Path file = target.resolve(retrieval.expansion().get());
      if (factors.isPresent()) {
        ExpansionFile.write(file, learned(factors.get()), tokenizer.vocabulary()::token);
      } else {
        Files.copy(model.root().resolve(retrieval.expansion().get()), file);
      }
    }
  }

  /// The pairs that are worth the list of postings which they cost a query.
  private List<Entry> learned(float[] factors) {
    List<Entry> learned = new ArrayList<>();
    for (int e = 0; e < factors.length; e++) {
      if (factors[e] >= LEAST_FACTOR) {
        Entry pair = rule.expansion().get(e);
        learned.add(new Entry(pair.token(), pair.other(), factors[e]));
      }
    }
    return learned;
  }
}
