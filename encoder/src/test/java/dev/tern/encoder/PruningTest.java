package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.tern.testing.Randomized;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PruningTest {
  @Test
  void keepsWhatTheReferenceKeeps() throws IOException {
    Map<String, Object> golden;
    try (InputStream in =
        PruningTest.class.getResourceAsStream("/dev/tern/golden/encoder/pruning/case.json")) {
      golden = JSON.std.mapFrom(in);
    }
    Map<?, ?> vectors = (Map<?, ?>) golden.get("vectors");
    List<?> rows = (List<?>) golden.get("rows");
    assertEquals(253, rows.size());
    for (Object element : rows) {
      Map<?, ?> row = (Map<?, ?>) element;
      Map<?, ?> entries = (Map<?, ?>) vectors.get(row.get("vector"));
      SparseVector vector =
          SparseVector.of(ints(entries.get("ids")), floats(entries.get("weights_float32")));
      Pruning pruning = Pruning.parse(row.get("kind") + ":" + row.get("value"));
      Object kept = row.containsKey("kept_one") ? row.get("kept_one") : row.get("kept");
      SparseVector pruned = pruning.apply(vector);
      assertArrayEquals(ints(kept), pruned.ids(), row.toString());
      for (int i = 0; i < pruned.size(); i++) {
        assertEquals(vector.weightOf(pruned.id(i)), pruned.weight(i));
      }
    }
  }

  @Randomized
  void keepsTheLargestAndNeverNothing(RandomGenerator random) {
    int size = 1 + random.nextInt(50);
    int[] ids = new int[size];
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      ids[i] = 3 * i + random.nextInt(3);
      weights[i] = (1 + random.nextInt(8)) / 4f;
    }
    SparseVector vector = SparseVector.of(ids, weights);
    for (Pruning pruning :
        List.of(
            new Pruning.TopK(1 + random.nextInt(size)),
            new Pruning.MaxRatio(random.nextDouble()),
            new Pruning.AbsValue(4 * random.nextDouble()),
            new Pruning.AlphaMass(random.nextDouble()))) {
      SparseVector pruned = pruning.apply(vector);
      String input = pruning + " of " + vector + " gave " + pruned;
      assertTrue(pruned.size() >= 1, input);
      if (pruning instanceof Pruning.TopK topK) {
        assertEquals(topK.k(), pruned.size(), input);
      }
      float least = Float.MAX_VALUE;
      for (int i = 0; i < pruned.size(); i++) {
        least = Math.min(least, pruned.weight(i));
      }
      for (int i = 0; i < size; i++) {
        assertTrue(weights[i] <= least || pruned.weightOf(ids[i]) == weights[i], input);
      }
    }
  }

  @Test
  void rulesPrintWhatTheyAreReadFrom() {
    for (String text :
        List.of("none", "top_k:200", "max_ratio:0.1", "abs_value:0.05", "alpha_mass:0.9")) {
      assertEquals(text, Pruning.parse(text).toString());
    }
    assertEquals(new Pruning.TopK(5), Pruning.parse(" TOP_K : 5 "));
    SparseVector vector = SparseVector.of(new int[] {1}, new float[] {1});
    assertSame(vector, Pruning.parse("none").apply(vector));
    for (Pruning pruning : List.of(new Pruning.TopK(1), new Pruning.AlphaMass(0))) {
      assertTrue(pruning.apply(SparseVector.empty()).isEmpty());
    }
  }

  @Test
  void refusesWhatIsNoRule() {
    for (String text :
        List.of(
            "",
            "top_k",
            "none2",
            "top_k:0",
            "top_k:-1",
            "top_k:1.5",
            "top_k:",
            "ratio:0.5",
            "max_ratio:1.5",
            "max_ratio:-0.1",
            "max_ratio:NaN",
            "alpha_mass:2",
            "abs_value:-1",
            "abs_value:Infinity",
            ":5")) {
      assertThrows(IllegalArgumentException.class, () -> Pruning.parse(text), text);
    }
  }

  private static int[] ints(Object list) {
    return ((List<?>) list).stream().mapToInt(value -> ((Number) value).intValue()).toArray();
  }

  private static float[] floats(Object list) {
    List<?> values = (List<?>) list;
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ((Number) values.get(i)).floatValue();
    }
    return floats;
  }
}
