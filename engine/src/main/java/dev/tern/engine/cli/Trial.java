package dev.tern.engine.cli;

import dev.tern.encoder.DenseEncoder;
import dev.tern.encoder.DenseOptions;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.Hit;
import dev.tern.engine.SearchOptions;
import dev.tern.engine.SparseIndex;
import dev.tern.engine.collection.DenseIndex;
import dev.tern.engine.collection.DenseIndex.Neighbour;
import dev.tern.engine.collection.Fusion;
import dev.tern.engine.collection.HybridSearch;
import dev.tern.engine.collection.Ranked;
import dev.tern.engine.collection.TextIndex;
import dev.tern.engine.collection.TextIndexOptions;
import dev.tern.engine.collection.TextIndexWriter;
import dev.tern.engine.evaluation.BeirCollection;
import dev.tern.engine.evaluation.Qrels;
import dev.tern.engine.evaluation.Ranking;
import dev.tern.engine.evaluation.Run;
import dev.tern.engine.evaluation.SparsityStatistics;
import dev.tern.engine.evaluation.TermFrequencies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// A collection indexed into a temporary directory and asked all judged queries of a split.
///
/// @param run the best documents of each query
/// @param qrels the judgements of the split
/// @param documents how many there are
/// @param outside judgements of documents that the collection does not have
/// @param lengths of the vectors; absent for dense ones
/// @param queryMicros median time of a query, from text to hits
record Trial(
    Run run,
    Qrels qrels,
    int documents,
    long outside,
    Optional<SparsityStatistics> lengths,
    double queryMicros) {
  /// Results kept of each query, as the evaluations of the field have it.
  private static final int DEPTH = 1000;

  /// What is tried.
  ///
  /// @param split of the judgements
  /// @param documents how many there are, for the progress; 0 if that is not known
  record Task(BeirCollection collection, String split, long documents) {}

  /// A way to answer a query.
  interface Retrieval {
    Ranking search(String query) throws IOException;
  }

  /// Documents that are found in several ways at once.
  ///
  /// @param fusion of the rankings
  /// @param dense model of dense vectors that rank what was found, if there is one
  record Hybrid(Fusion fusion, Optional<Path> dense) {}

  /// Retrieval with BM25 and a sparse model at once, and dense vectors if there are some.
  static Trial hybrid(Task task, TextIndexOptions neural, Hybrid hybrid, DenseOptions options)
      throws IOException {
    Qrels qrels = task.collection().qrels(task.split());
    try (TemporaryDirectory temporary = TemporaryDirectory.create()) {
      Path lexical = temporary.path().resolve("lexical");
      Path sparse = temporary.path().resolve("sparse");
      index(task, lexical, TextIndexOptions.lexical(), vector -> {});
      index(task, sparse, neural, vector -> {});
      try (TextIndex words = TextIndex.open(lexical);
          TextIndex terms = TextIndex.open(sparse)) {
        if (hybrid.dense.isEmpty()) {
          return hybrid(task, qrels, List.of(words, terms), Optional.empty(), hybrid.fusion);
        }
        try (DenseEncoder encoder = DenseEncoder.load(hybrid.dense.get(), options)) {
          DenseIndex vectors = encoded(task, encoder);
          return hybrid(task, qrels, List.of(words, terms), Optional.of(vectors), hybrid.fusion);
        }
      }
    }
  }

  private static Trial hybrid(
      Task task, Qrels qrels, List<TextIndex> indexes, Optional<DenseIndex> dense, Fusion fusion)
      throws IOException {
    HybridSearch search = new HybridSearch(indexes, dense, fusion, DEPTH);
    Answers answers =
        ask(
            judged(task.collection(), qrels),
            text -> ranking(search.search(text, DEPTH), Ranked::key, Ranked::score));
    SparseIndex documents = indexes.getFirst().vectors();
    return new Trial(
        answers.run(),
        qrels,
        documents.documentCount(),
        qrels.judgementsOutside(key -> documents.docId(key).isPresent()),
        Optional.empty(),
        answers.medianMicros());
  }

  /// Writes an index of the documents of a collection.
  ///
  /// @param vectors told of each vector
  private static void index(
      Task task, Path directory, TextIndexOptions options, Consumer<SparseVector> vectors)
      throws IOException {
    long[] documents = {0};
    try (TextIndexWriter writer = TextIndexWriter.create(directory, options);
        Progress progress = new Progress("indexing", "documents", task.documents())) {
      writer.add(
          CorpusFiles.of(task.collection()),
          (document, vector) -> {
            vectors.accept(vector);
            progress.at(++documents[0]);
          });
      requireDocuments(documents[0]);
      writer.commit();
    }
  }

  private static DenseIndex encoded(Task task, DenseEncoder encoder) throws IOException {
    DenseIndex index;
    try (Progress progress = new Progress("encoding", "documents", task.documents())) {
      index = DenseIndex.build(encoder, CorpusFiles.of(task.collection()), progress::at);
    }
    requireDocuments(index.size());
    return index;
  }

  /// Retrieval with sparse vectors.
  static Trial sparse(Task task, TextIndexOptions options) throws IOException {
    Qrels qrels = task.collection().qrels(task.split());
    try (TemporaryDirectory temporary = TemporaryDirectory.create()) {
      Path directory = temporary.path().resolve("index");
      TermFrequencies documents = new TermFrequencies();
      index(task, directory, options, documents::add);
      try (TextIndex index = TextIndex.open(directory)) {
        Map<String, String> queries = judged(task.collection(), qrels);
        TermFrequencies asked = new TermFrequencies();
        queries.values().forEach(text -> asked.add(index.vector(text)));
        SearchOptions depth = SearchOptions.defaults().withK(DEPTH);
        Answers answers =
            ask(queries, text -> ranking(index.search(text, depth).hits(), Hit::key, Hit::score));
        return new Trial(
            answers.run(),
            qrels,
            index.vectors().documentCount(),
            qrels.judgementsOutside(key -> index.vectors().docId(key).isPresent()),
            Optional.of(SparsityStatistics.of(documents, asked)),
            answers.medianMicros());
      }
    }
  }

  /// Retrieval with dense vectors: every document is compared with the query.
  ///
  /// @param model directory of a dense encoder
  static Trial dense(Task task, Path model, DenseOptions options) throws IOException {
    Qrels qrels = task.collection().qrels(task.split());
    try (DenseEncoder encoder = DenseEncoder.load(model, options)) {
      DenseIndex index = encoded(task, encoder);
      Answers answers =
          ask(
              judged(task.collection(), qrels),
              text -> ranking(index.search(text, DEPTH), Neighbour::key, Neighbour::score));
      return new Trial(
          answers.run(),
          qrels,
          index.size(),
          qrels.judgementsOutside(index::contains),
          Optional.empty(),
          answers.medianMicros());
    }
  }

  private static void requireDocuments(long documents) throws IOException {
    if (documents == 0) {
      throw new IOException("the corpus of the collection is empty; fetch the collection again");
    }
  }

  private static Map<String, String> judged(BeirCollection collection, Qrels qrels)
      throws IOException {
    Map<String, String> queries = new LinkedHashMap<>(collection.queries());
    queries.keySet().retainAll(qrels.queries());
    return queries;
  }

  private record Answers(Run run, double medianMicros) {}

  private static Answers ask(Map<String, String> queries, Retrieval retrieval) throws IOException {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    double[] micros = new double[queries.size()];
    try (Progress progress = new Progress("searching", "queries", queries.size())) {
      for (Map.Entry<String, String> query : queries.entrySet()) {
        long start = System.nanoTime();
        Ranking ranking = retrieval.search(query.getValue());
        micros[rankings.size()] = (System.nanoTime() - start) / 1e3;
        rankings.put(query.getKey(), ranking);
        progress.at(rankings.size());
      }
    }
    Arrays.sort(micros);
    return new Answers(Run.of(rankings), micros.length == 0 ? 0 : micros[micros.length / 2]);
  }

  private static <T> Ranking ranking(
      List<T> found, Function<T, String> key, ToDoubleFunction<T> score) {
    String[] keys = new String[found.size()];
    float[] scores = new float[found.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key.apply(found.get(i));
      scores[i] = (float) score.applyAsDouble(found.get(i));
    }
    return Ranking.of(keys, scores);
  }
}
