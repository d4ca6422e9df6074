package dev.tern.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.SparseVector;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A search by weights gives the list of a plain loop over the vectors, whatever the impacts hide:
/// keys, scores and order, ties included.
class WeightSearchTest {
  /// What weights look like.
  private enum Weights {
    /// Most of them different.
    UNIFORM,
    /// So close that many have the same impact.
    CLOSE,
    /// All the same.
    EQUAL,
    /// A few values.
    LEVELS,
    /// From the least float to the greatest, so that nearly all have no impact.
    ANY_MAGNITUDE,
    /// Some a thousand times as great.
    OUTLIERS;

    private static final List<Weights> ALL = List.of(values());

    float draw(RandomGenerator random) {
      return switch (this) {
        case UNIFORM -> 3 * random.nextFloat() + 1e-6f;
        case CLOSE -> 1 + 1e-4f * random.nextFloat();
        case EQUAL -> 1.7f;
        case LEVELS -> 1 + random.nextInt(4);
        case ANY_MAGNITUDE ->
            Float.intBitsToFloat(1 + random.nextInt(Float.floatToIntBits(Float.MAX_VALUE)));
        case OUTLIERS -> random.nextFloat() + 0.01f + (random.nextInt(30) == 0 ? 1_000 : 0);
      };
    }

    static Weights any(RandomGenerator random) {
      return ALL.get(random.nextInt(ALL.size()));
    }
  }

  private record Entry(String key, SparseVector vector, boolean deleted) {}

  /// 300 indexes, 12 queries each, once with a drawn algorithm and with all for every tenth.
  @Randomized(runs = 300)
  void findsWhatAPlainLoopFinds(RandomGenerator random) throws IOException {
    MemoryFiles files = new MemoryFiles();
    List<Entry> entries = write(random, files);
    try (SparseIndex index = SparseIndex.open(files)) {
      for (int i = 0; i < 12; i++) {
        SparseVector query = vector(random, 24, random.nextDouble(), Weights.any(random));
        int k = 1 + random.nextInt(random.nextBoolean() ? 8 : entries.size() + 3);
        Set<String> passing = passing(random, entries);
        List<Hit> all = plain(index, entries, query, _ -> true);
        float threshold =
            all.isEmpty() || random.nextBoolean() ? 0 : all.get(random.nextInt(all.size())).score();
        List<Hit> expected =
            plain(index, entries, query, e -> passing.contains(entries.get(e).key())).stream()
                .filter(hit -> hit.score() >= threshold)
                .limit(k)
                .toList();
        SearchOptions options =
            SearchOptions.top(k)
                .withScoring(Scoring.WEIGHTS)
                .withThreshold(threshold)
                .withFilter(
                    passing.size() == entries.size()
                        ? DocumentFilter.all()
                        : DocumentFilter.keys(passing));
        List<Algorithm> algorithms = List.copyOf(index.algorithms());
        Algorithm drawn = algorithms.get(random.nextInt(algorithms.size()));
        for (Algorithm algorithm : i % 10 == 0 ? algorithms : List.of(drawn)) {
          assertEquals(
              expected,
              index.search(query, options.withAlgorithm(algorithm)).hits(),
              () -> algorithm + " " + query + " " + options);
        }
      }
    }
  }

  /// Documents in several segments, some of which are deleted, saturated and dropped weights.
  private static List<Entry> write(RandomGenerator random, MemoryFiles files) throws IOException {
    int vocabulary = 1 + random.nextInt(20);
    boolean large = random.nextInt(4) == 0;
    int documents = random.nextInt(large ? 700 : 80);
    double density = large ? 0.3 * random.nextDouble() : 0.8;
    Weights weights = Weights.any(random);
    float[] steps = {0, 0, 0.02f, 0.5f, 5, 1e30f};
    IndexOptions options =
        RandomDocuments.form(random, IndexOptions.defaults())
            .withForwardStore(true)
            .withWindowDocuments(64 << random.nextInt(3))
            .withReordering(random.nextBoolean())
            .withStep(steps[random.nextInt(steps.length)]);
    double deletes = random.nextBoolean() ? 0 : 0.3;
    double commits = large ? 0.005 : 0.05;
    List<Entry> entries = new ArrayList<>();
    try (IndexWriter writer = IndexWriter.create(files, options)) {
      for (int i = 0; i < documents; i++) {
        SparseVector vector = vector(random, vocabulary, random.nextDouble() * density, weights);
        writer.add("key" + i, vector);
        entries.add(new Entry("key" + i, vector, random.nextDouble() < deletes));
        if (random.nextDouble() < commits) {
          writer.commit();
        }
      }
      if (random.nextInt(3) == 0) {
        writer.merge(share -> {});
      }
      for (Entry entry : entries) {
        if (entry.deleted()) {
          writer.delete(entry.key());
        }
      }
      writer.commit();
    }
    return entries;
  }

  private static SparseVector vector(
      RandomGenerator random, int vocabulary, double probability, Weights kind) {
    int[] ids = new int[vocabulary];
    float[] weights = new float[vocabulary];
    int size = 0;
    for (int id = 0; id < vocabulary; id++) {
      if (random.nextDouble() < probability / (1 + id % 3)) {
        ids[size] = 7 * id;
        weights[size++] = kind.draw(random);
      }
    }
    return SparseVector.of(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
  }

  private static Set<String> passing(RandomGenerator random, List<Entry> entries) {
    Set<String> passing = new HashSet<>();
    double share = random.nextBoolean() ? 1 : random.nextDouble();
    for (Entry entry : entries) {
      if (random.nextDouble() < share) {
        passing.add(entry.key());
      }
    }
    return passing;
  }

  private static List<Hit> plain(
      SparseIndex index, List<Entry> entries, SparseVector query, IntPredicate filter) {
    record Scored(int docId, String key, double score) {}
    return IntStream.range(0, entries.size())
        .filter(i -> !entries.get(i).deleted() && filter.test(i))
        .mapToObj(i ->
            new Scored(
                index.docId(entries.get(i).key()).orElseThrow(),
                entries.get(i).key(),
                query.dot(entries.get(i).vector())))
        .filter(each -> each.score() > 0)
        .sorted(
            Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::docId))
        .map(each -> new Hit(each.docId(), each.key(), (float) each.score(), 0))
        .toList();
  }

  /// 20,000 documents in clusters of nearly the same score around the last hit.
  @Randomized(runs = 2)
  void neighboursThatImpactsCannotTellApartAreInOrder(RandomGenerator random) throws IOException {
    MemoryFiles files = new MemoryFiles();
    List<Entry> entries = new ArrayList<>();
    try (IndexWriter writer =
        IndexWriter.create(files, IndexOptions.defaults().withForwardStore(true))) {
      for (int i = 0; i < 20_000; i++) {
        SparseVector vector = vector(random, 12, 0.7, i % 4 == 0 ? Weights.CLOSE : Weights.UNIFORM);
        writer.add("key" + i, vector);
        entries.add(new Entry("key" + i, vector, false));
      }
      writer.commit();
    }
    try (SparseIndex index = SparseIndex.open(files)) {
      for (int k : new int[] {1, 10, 100, 1000, 5000}) {
        SparseVector query = vector(random, 12, 0.6, Weights.UNIFORM);
        List<Hit> expected = plain(index, entries, query, _ -> true).stream().limit(k).toList();
        SearchResult result =
            index.search(
                query, SearchOptions.top(k).withScoring(Scoring.WEIGHTS).withCounters(true));
        assertEquals(expected, result.hits());
        assertTrue(result.isComplete());
        long rescored = result.counters().orElseThrow().rescored();
        assertTrue(rescored >= Math.min(k, expected.size()), "rescored=" + rescored);
        assertTrue(rescored < 15_000, "k=" + k + " rescored=" + rescored);
      }
    }
  }

  /// What has no posting at all is found, the whole index included.
  @Test
  void documentsWithoutImpactsAreFound() throws IOException {
    MemoryFiles files = new MemoryFiles();
    List<SparseVector> vectors =
        List.of(
            SparseVector.of(new int[] {1, 2}, new float[] {1, 2}),
            SparseVector.of(new int[] {2}, new float[] {3}),
            SparseVector.of(new int[] {3}, new float[] {1}));
    IndexOptions options = IndexOptions.defaults().withStep(100).withForwardStore(true);
    new RandomDocuments(vectors, List.of(0), options).write(files);
    try (SparseIndex index = SparseIndex.open(files)) {
      assertEquals(0, index.postingCount());
      SparseVector query = SparseVector.of(new int[] {0, 2}, new float[] {9, 1});
      assertEquals(List.of(), index.search(query, SearchOptions.defaults()).hits());
      SearchOptions byWeights = SearchOptions.defaults().withScoring(Scoring.WEIGHTS);
      assertEquals(
          List.of(new Hit(1, "document 1", 3, 0), new Hit(0, "document 0", 2, 0)),
          index.search(query, byWeights).hits());
      assertEquals(List.of(), index.search(SparseVector.empty(), byWeights).hits());
    }
  }

  @Test
  void anIndexWithoutAForwardStoreSaysSo() throws IOException {
    MemoryFiles files = new MemoryFiles();
    SparseVector vector = SparseVector.of(new int[] {1}, new float[] {1});
    new RandomDocuments(List.of(vector), List.of(), IndexOptions.defaults()).write(files);
    SearchOptions byWeights = SearchOptions.defaults().withScoring(Scoring.WEIGHTS);
    try (SparseIndex index = SparseIndex.open(files)) {
      assertFalse(index.hasForwardStore());
      String message =
          assertThrows(IllegalArgumentException.class, () -> index.search(vector, byWeights))
              .getMessage();
      assertTrue(message.endsWith("scoring=WEIGHTS"), message);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> byWeights.withBudget(Budget.unlimited().withPostings(5)));
    assertThrows(IllegalArgumentException.class, () -> byWeights.withTwoPhase(TwoPhase.defaults()));
  }
}
