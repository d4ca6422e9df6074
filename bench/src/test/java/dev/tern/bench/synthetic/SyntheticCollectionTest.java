package dev.tern.bench.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticCollectionTest {
  private static final int DOCUMENTS = 30_000;
  private static final SyntheticCollection LEARNED =
      SyntheticCollection.generate(CollectionKind.LEARNED_SPARSE, DOCUMENTS, 7);
  private static final SyntheticCollection BM25 =
      SyntheticCollection.generate(CollectionKind.BM25, DOCUMENTS, 8);

  @Test
  void learnedSparseVectorsHaveTheirStatistics() {
    assertEquals(153.7, LEARNED.postings() / (double) DOCUMENTS, 1.5);
    assertEquals(0.51, greatestDocumentFrequency(LEARNED), 0.02);
    assertEquals(24, quantile(LEARNED, 0.5), 1);
    assertEquals(74, quantile(LEARNED, 0.9), 1);
    assertEquals(138, quantile(LEARNED, 0.99), 2);
    assertEquals(6.44, entropy(LEARNED), 0.03);
  }

  @Test
  void bm25ImpactsHaveTheirStatistics() {
    assertEquals(38.5, BM25.postings() / (double) DOCUMENTS, 0.6);
    assertEquals(0.57, greatestDocumentFrequency(BM25), 0.02);
    // The greatest score, which becomes 255, is smaller in a small collection than in one of 1M.
    assertEquals(86, quantile(BM25, 0.5), 6);
    assertEquals(133, quantile(BM25, 0.9), 9);
    assertEquals(177, quantile(BM25, 0.99), 12);
    assertEquals(7.27, entropy(BM25), 0.1);
    assertEquals(255, greatestImpact(BM25));
  }

  @Test
  void queriesHaveTheirStatistics() {
    assertQueries(QueryKind.INFERENCE_FREE, LEARNED, 6.5, 0.38);
    assertQueries(QueryKind.SPLADE_FLAT, LEARNED, 35, 1.67);
    assertQueries(QueryKind.SPLADE_SKEWED, LEARNED, 35, 1.61);
    assertQueries(QueryKind.BM25, BM25, 4.9, 0.137);
  }

  /// @param postings of a query's terms by document of the collection
  private static void assertQueries(
      QueryKind kind, SyntheticCollection collection, double terms, double postings) {
    List<ImpactQuery> queries = collection.queries(kind, 2000);
    assertEquals(
        terms, queries.stream().mapToInt(ImpactQuery::size).average().orElse(0), 0.04 * terms);
    double found =
        queries.stream()
            .flatMapToInt(query -> IntStream.range(0, query.size()).map(query::term))
            .mapToLong(collection::documentFrequency)
            .sum();
    assertEquals(postings, found / queries.size() / DOCUMENTS, 0.1 * postings, kind.symbol());
  }

  @Test
  void theSeedDecidesEverything() {
    for (CollectionKind kind : CollectionKind.values()) {
      SyntheticCollection first = SyntheticCollection.generate(kind, 700, 1);
      SyntheticCollection same = SyntheticCollection.generate(kind, 700, 1);
      SyntheticCollection other = SyntheticCollection.generate(kind, 700, -2);
      assertEquals(first.fingerprint(), same.fingerprint());
      assertNotEquals(first.fingerprint(), other.fingerprint());
      for (QueryKind queries : QueryKind.values()) {
        if (queries.collection() == kind) {
          assertEquals(texts(first, queries), texts(same, queries));
          assertNotEquals(texts(first, queries), texts(other, queries));
        }
      }
    }
  }

  /// What they are does not depend on the machine or the version of Java either.
  @Test
  void collectionsStayTheSameForEver() {
    assertEquals(
        0x7cdad0868cdbdb5fL,
        SyntheticCollection.generate(CollectionKind.LEARNED_SPARSE, 1000, 42).fingerprint());
    assertEquals(
        0xb58c2d11e7e3015bL,
        SyntheticCollection.generate(CollectionKind.BM25, 1000, 42).fingerprint());
  }

  @Test
  void aLargerCollectionBeginsWithTheSameVectors() {
    SyntheticCollection small = SyntheticCollection.generate(CollectionKind.LEARNED_SPARSE, 100, 7);
    for (int document = 0; document < 100; document++) {
      assertEquals(LEARNED.size(document), small.size(document));
      for (int i = 0; i < small.size(document); i++) {
        assertEquals(LEARNED.term(document, i), small.term(document, i));
        assertEquals(LEARNED.impact(document, i), small.impact(document, i));
      }
    }
  }

  @Test
  void termsAscend() {
    for (SyntheticCollection collection : List.of(LEARNED, BM25)) {
      for (int document = 0; document < DOCUMENTS; document += 17) {
        for (int i = 1; i < collection.size(document); i++) {
          assertTrue(collection.term(document, i - 1) < collection.term(document, i));
        }
      }
    }
  }

  @Test
  void clustersAreSideBySide() {
    int[] order = LEARNED.order(DocumentOrder.CLUSTERED);
    assertArrayEquals(
        IntStream.range(0, DOCUMENTS).toArray(), Arrays.stream(order).sorted().toArray());
    assertArrayEquals(IntStream.range(0, DOCUMENTS).toArray(), LEARNED.order(DocumentOrder.RANDOM));
    long changes =
        IntStream.range(1, DOCUMENTS)
            .filter(i -> LEARNED.subject(order[i]).topic() != LEARNED.subject(order[i - 1]).topic())
            .count();
    assertTrue(changes < TopicModel.TOPICS, "changes=" + changes);
  }

  @Test
  void thereIsNoCollectionWithoutDocuments() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SyntheticCollection.generate(CollectionKind.BM25, 0, 1));
    assertEquals(
        1,
        SyntheticCollection.generate(CollectionKind.BM25, 1, 1).queries(QueryKind.BM25, 1).size());
  }

  private static List<String> texts(SyntheticCollection collection, QueryKind kind) {
    return collection.queries(kind, 20).stream()
        .map(query ->
            IntStream.range(0, query.size())
                .mapToObj(i -> query.term(i) + ":" + query.impact(i))
                .toList()
                .toString())
        .toList();
  }

  private static double greatestDocumentFrequency(SyntheticCollection collection) {
    return IntStream.range(0, collection.kind().vocabulary())
            .map(collection::documentFrequency)
            .max()
            .orElse(0)
        / (double) collection.documents();
  }

  private static int greatestImpact(SyntheticCollection collection) {
    long[] counts = impacts(collection);
    return IntStream.range(0, 256).filter(impact -> counts[impact] > 0).max().orElse(0);
  }

  private static long[] impacts(SyntheticCollection collection) {
    long[] counts = new long[256];
    for (int document = 0; document < collection.documents(); document++) {
      for (int i = 0; i < collection.size(document); i++) {
        counts[collection.impact(document, i)]++;
      }
    }
    return counts;
  }

  /// The impact that a share of all is not above.
  private static int quantile(SyntheticCollection collection, double share) {
    long[] counts = impacts(collection);
    long sum = 0;
    int impact = 0;
    while (sum < share * collection.postings()) {
      sum += counts[impact++];
    }
    return impact - 1;
  }

  private static double entropy(SyntheticCollection collection) {
    double bits = 0;
    for (long count : impacts(collection)) {
      double share = (double) count / collection.postings();
      bits -= count == 0 ? 0 : share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}
