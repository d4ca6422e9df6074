package dev.tern.bench;

import dev.tern.bench.lucene.LuceneText;
import dev.tern.encoder.QueryEncoder;
import dev.tern.encoder.QueryTable;
import dev.tern.encoder.tokenizer.Tokenizer;
import dev.tern.encoder.tokenizer.TokenizerFiles;
import dev.tern.encoder.tokenizer.TokenizerOptions;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.collection.TextIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// From the text of a question to ten hits, in a process of its own: the neural index without a
/// model on the side of the query, against BM25 of the same texts in this engine and in Lucene. All
/// three cut the text into tokens, look them up and search.
final class WholeQueries {
  private static final int HITS = 10;
  private static final int ROUNDS = 5;

  private WholeQueries() {}

  /// Where the texts are indexed for BM25.
  static Path ternBm25(EngineIndexes indexes) {
    return indexes.directory().resolve("tern-bm25");
  }

  static Path luceneBm25(EngineIndexes indexes) {
    return indexes.directory().resolve("lucene-bm25");
  }

  /// Measures and prints rows.
  ///
  /// @param arguments label, directory of the indexes, that of the model, file of query weights,
  ///   seconds to warm up, seconds of a round
  public static void main(String[] arguments) throws IOException {
    EngineIndexes indexes = new EngineIndexes(Path.of(arguments[1]));
    List<String> questions = Files.readAllLines(indexes.directory().resolve(RealTexts.QUESTIONS));
    Tokenizer tokenizer = TokenizerFiles.read(Path.of(arguments[2]), TokenizerOptions.DEFAULT);
    QueryEncoder encoder =
        QueryEncoder.inferenceFree(
            tokenizer, QueryTable.read(Path.of(arguments[3]), tokenizer.vocabulary()));
    SearchOptions options = SearchOptions.top(HITS);
    try (SparseIndex neural = SparseIndex.open(indexes.tern());
        TextIndex lexical = TextIndex.open(ternBm25(indexes));
        LuceneText lucene = LuceneText.open(luceneBm25(indexes))) {
      Asked ours =
          new Asked(
              "inference-free", (i, k) -> neural.search(encoder.encode(questions.get(i)), options));
      Asked bm25 = new Asked("BM25", (i, k) -> lexical.search(questions.get(i), options));
      Asked peer = new Asked("BM25 of Lucene 10.6", (i, k) -> lucene.search(questions.get(i), k));
      EngineRounds rounds =
          EngineRounds.measure(
              List.of(ours, bm25, peer),
              HITS,
              questions.size(),
              new EngineSearchBench.Effort(
                  ROUNDS, Double.parseDouble(arguments[4]), Double.parseDouble(arguments[5])));
      for (double quantile : new double[] {0.5, 0.99}) {
        print(arguments[0], rounds, ours, bm25, quantile, EngineTargets.WHOLE_QUERY);
        print(arguments[0], rounds, ours, peer, quantile, EngineTargets.WHOLE_QUERY_OF_LUCENE);
        print(arguments[0], rounds, bm25, peer, quantile, 0);
      }
    }
  }

  private static void print(
      String label, EngineRounds rounds, Asked ours, Asked peer, double quantile, double target) {
    int count = Math.min(rounds.count(ours.name()), rounds.count(peer.name()));
    Row row =
        new Row(
            "%s text to %d hits, %s p%.0f".formatted(label, HITS, ours.name(), 100 * quantile),
            1,
            Unit.MICROSECONDS,
            rounds.quantile(ours.name(), count, quantile),
            rounds.quantile(peer.name(), count, quantile),
            peer.name());
    System.out.println(RowLine.of(target > 0 && quantile == 0.5 ? row.withTarget(target) : row));
  }
}
