package dev.tern.bench.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.bench.synthetic.CollectionKind;
import dev.tern.bench.synthetic.DocumentOrder;
import dev.tern.bench.synthetic.ImpactQuery;
import dev.tern.bench.synthetic.QueryKind;
import dev.tern.bench.synthetic.SyntheticCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneSearchTest {
  @TempDir private Path directory;

  @Test
  void scoresAreSumsOfProductsAndTiesGoToTheFirst() throws IOException {
    SyntheticCollection collection =
        SyntheticCollection.generate(CollectionKind.LEARNED_SPARSE, 900, 5);
    int[] order = collection.order(DocumentOrder.CLUSTERED);
    LuceneIndexing indexing = LuceneIndexing.write(directory, collection, order);
    assertTrue(indexing.writeSeconds() > 0 && indexing.mergeSeconds() >= 0);
    try (LuceneSearch index = LuceneSearch.open(directory)) {
      assertEquals(1, index.segments());
      assertTrue(index.sizeBytes() > collection.postings());
      for (QueryKind kind : List.of(QueryKind.INFERENCE_FREE, QueryKind.SPLADE_FLAT)) {
        for (ImpactQuery query : collection.queries(kind, 15)) {
          List<Map.Entry<Integer, Integer>> found =
              Stream.of(index.search(LuceneSearch.query(query), 20).scoreDocs)
                  .map(hit -> Map.entry(hit.doc, (int) hit.score))
                  .toList();
          assertEquals(expected(collection, order, query), found);
        }
      }
    }
  }

  /// The 20 best documents with their scores.
  private static List<Map.Entry<Integer, Integer>> expected(
      SyntheticCollection collection, int[] order, ImpactQuery query) {
    Map<Integer, Integer> weights = new TreeMap<>();
    for (int i = 0; i < query.size(); i++) {
      weights.put(query.term(i), query.impact(i));
    }
    return IntStream.range(0, order.length)
        .mapToObj(docId -> {
          int score = 0;
          for (int i = 0; i < collection.size(order[docId]); i++) {
            score +=
                weights.getOrDefault(collection.term(order[docId], i), 0)
                    * collection.impact(order[docId], i);
          }
          return Map.entry(docId, score);
        })
        .filter(hit -> hit.getValue() > 0)
        .sorted(
            Comparator.comparingInt((Map.Entry<Integer, Integer> hit) -> -hit.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(20)
        .toList();
  }
}
