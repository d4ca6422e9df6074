package dev.tern.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.encoder.DenseEncoder;
import dev.tern.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenseIndexTest {
  @TempDir private Path directory;

  @Test
  void findsWhatAPlainLoopFinds() throws IOException {
    Golden.copyModel("bert-mlm-tiny", directory.resolve("model"));
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Every text twice, so that there are ties.
      documents.add(new Document("d" + i, "", "the river and " + "water ".repeat(i / 2)));
    }
    try (DenseEncoder encoder = DenseEncoder.load(directory.resolve("model"))) {
      List<Long> progress = new ArrayList<>();
      DenseIndex index = DenseIndex.build(encoder, documents, progress::add);
      assertEquals(40, index.size());
      assertEquals(40, progress.getLast());
      assertTrue(index.contains("d39"));
      assertFalse(index.contains("d40"));
      List<float[]> vectors = encoder.encodeAll(documents.stream().map(Document::content).toList());
      float[] query = encoder.encode("water");
      List<Integer> order =
          IntStream.range(0, 40)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -dot(query, vectors.get(i))))
              .toList();
      for (int k : new int[] {0, 1, 7, 40, 100}) {
        List<DenseIndex.Neighbour> found = index.search("water", k);
        assertEquals(Math.min(k, 40), found.size());
        for (int rank = 0; rank < found.size(); rank++) {
          assertEquals(documents.get(order.get(rank)).key(), found.get(rank).key(), "rank=" + rank);
          assertEquals(dot(query, vectors.get(order.get(rank))), found.get(rank).score());
        }
      }
    }
  }

  private static float dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return (float) sum;
  }
}
