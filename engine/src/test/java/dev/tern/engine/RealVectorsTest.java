package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.encoder.SparseVector;
import dev.tern.engine.format.PostingsLayout;
import dev.tern.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors that real models have made of real texts: every algorithm, with filters and deletes,
/// gives the list of the exhaustive one, and a search by weights that of a plain loop.
///
/// There are few documents with vectors and many queries, so that queries of one model are the
/// documents for those of another: thousands of vectors with the weights and terms that models
/// give.
class RealVectorsTest {
  private static final int QUERIES = 15;

  /// Rows of the vocabulary, in the order in which its tokens turn up.
  private final Map<String, Integer> rows = new HashMap<>();

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "seismic-toy/documents.jsonl, seismic-toy/queries.jsonl, 0",
    "text-and-vectors/msmarco-passage.dev-subset.splade-v3.jsonl.gz,"
        + " text-and-vectors/dl23.splade-pp-sd.jsonl.gz, 0",
    "text-and-vectors/msmarco-v2-passage.dev2.splade-pp-ed.jsonl.gz,"
        + " query-vectors/msmarco-passage.dev-subset.unicoil.jsonl.gz, 4",
    "elser/msmarco-train-queries.elser-v1.jsonl.gz,"
        + " text-and-vectors/bright-biology.splade-v3.jsonl.gz, 0",
  })
  void allFindTheSame(String documents, String queries, float step) throws IOException {
    List<SparseVector> vectors = read(Shared.data("sparse/" + documents), Integer.MAX_VALUE);
    List<SparseVector> asked = read(Shared.data("sparse/" + queries), QUERIES);
    asked.add(vectors.getFirst()); // a document as a query, and many as one
    asked.add(vectors.stream().limit(200).reduce(SparseVector.empty(), SparseVector::maximum));
    MemoryFiles files = new MemoryFiles();
    write(files, vectors, step);
    IntPredicate some = docId -> docId % 3 != 1;
    try (SparseIndex index = SparseIndex.open(files)) {
      assertTrue(index.documentCount() < vectors.size());
      for (SparseVector query : asked) {
        for (DocumentFilter filter : List.of(DocumentFilter.all(), DocumentFilter.matching(some))) {
          for (int k : new int[] {1, 10, 300}) {
            SearchOptions options = SearchOptions.top(k).withFilter(filter);
            List<Hit> expected =
                index.search(query, options.withAlgorithm(Algorithm.EXHAUSTIVE)).hits();
            for (Algorithm algorithm : Algorithm.values()) {
              assertEquals(
                  expected,
                  index.search(query, options.withAlgorithm(algorithm)).hits(),
                  () -> algorithm + " k=" + k + " " + query);
            }
          }
        }
        assertFoundByWeights(index, vectors, query);
      }
    }
  }

  /// Compares with the plain loop, by all algorithms in turn.
  private static void assertFoundByWeights(
      SparseIndex index, List<SparseVector> vectors, SparseVector query) {
    List<Hit> all =
        IntStream.range(0, vectors.size())
            .filter(i -> index.docId("" + i).isPresent())
            .mapToObj(i -> Found.of(index, "" + i, query.dot(vectors.get(i))))
            .sorted(
                Comparator.comparingDouble(Found::product)
                    .reversed()
                    .thenComparingInt(found -> found.hit.docId()))
            .map(Found::hit)
            .filter(hit -> hit.score() > 0)
            .toList();
    int k = 1;
    for (Algorithm algorithm : Algorithm.values()) {
      SearchOptions options = SearchOptions.top(k).withScoring(Scoring.WEIGHTS);
      assertEquals(
          all.stream().limit(k).toList(),
          index.search(query, options.withAlgorithm(algorithm)).hits(),
          () -> algorithm + " " + query);
      k *= 3;
    }
  }

  /// A document and its product with the query, which is computed once.
  private record Found(double product, Hit hit) {
    static Found of(SparseIndex index, String key, double product) {
      return new Found(product, new Hit(index.docId(key).getAsInt(), key, (float) product, 0));
    }
  }

  /// Several segments; one document of eight is deleted.
  private static void write(MemoryFiles files, List<SparseVector> vectors, float step)
      throws IOException {
    IndexOptions options =
        IndexOptions.defaults()
            .withLayout(PostingsLayout.BOTH)
            .withForwardStore(true)
            .withStep(step)
            .withWindowDocuments(1024)
            .withBufferedPostings(60_000);
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < vectors.size(); i++) {
        writer.add("" + i, vectors.get(i));
      }
      for (int i = 3; i < vectors.size(); i += 8) {
        writer.delete("" + i);
      }
      writer.commit();
    }
  }

  private List<SparseVector> read(Path file, int most) throws IOException {
    List<SparseVector> vectors = new ArrayList<>();
    for (String line : Shared.lines(file).stream().limit(most).toList()) {
      Map<Integer, Float> weights = new TreeMap<>();
      ((Map<?, ?>) JSON.std.mapFrom(line).get("vector"))
          .forEach((token, weight) -> {
            int row = rows.computeIfAbsent((String) token, _ -> rows.size());
            weights.put(row, ((Number) weight).floatValue());
          });
      weights.values().removeIf(weight -> weight <= 0);
      float[] values = new float[weights.size()];
      int[] ids = new int[values.length];
      int size = 0;
      for (Map.Entry<Integer, Float> entry : weights.entrySet()) {
        ids[size] = entry.getKey();
        values[size++] = entry.getValue();
      }
      vectors.add(SparseVector.of(ids, values));
    }
    return vectors;
  }
}
