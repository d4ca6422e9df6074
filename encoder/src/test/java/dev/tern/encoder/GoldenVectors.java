package dev.tern.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Reads the vectors that the reference implementation computed, and compares with them.
final class GoldenVectors {
  private final Map<String, Object> json;

  private GoldenVectors(Map<String, Object> json) {
    this.json = json;
  }

  /// The `case.json` of a folder.
  static GoldenVectors read(Path folder) throws IOException {
    return new GoldenVectors(JSON.std.mapFrom(Files.readString(folder.resolve("case.json"))));
  }

  /// The texts of `queries` or `documents`.
  List<String> texts(String key) {
    return ((List<?>) json.get(key))
        .stream().map(row -> (String) ((Map<?, ?>) row).get("text")).toList();
  }

  /// The vectors of `queries` or `documents`.
  List<SparseVector> vectors(String key) {
    return ((List<?>) json.get(key))
        .stream().map(row -> pairs(((Map<?, ?>) row).get("vector"))).toList();
  }

  /// The vectors under a key that holds nothing else.
  List<SparseVector> bareVectors(String key) {
    return ((List<?>) json.get(key)).stream().map(GoldenVectors::pairs).toList();
  }

  /// A matrix of scores, by query and document.
  double score(String key, int query, int document) {
    Object row = ((List<?>) json.get(key)).get(query);
    return ((Number) ((List<?>) row).get(document)).doubleValue();
  }

  private static SparseVector pairs(Object list) {
    List<?> pairs = (List<?>) list;
    int[] ids = new int[pairs.size()];
    float[] weights = new float[pairs.size()];
    for (int i = 0; i < ids.length; i++) {
      List<?> pair = (List<?>) pairs.get(i);
      ids[i] = ((Number) pair.get(0)).intValue();
      weights[i] = ((Number) pair.get(1)).floatValue();
    }
    return SparseVector.of(ids, weights);
  }

  /// Fails unless all weights differ by at most `tolerance`; an entry below it may be absent.
  static void assertClose(
      SparseVector expected, SparseVector actual, float tolerance, String what) {
    TreeSet<Integer> ids = new TreeSet<>();
    for (int id : expected.ids()) {
      ids.add(id);
    }
    for (int id : actual.ids()) {
      ids.add(id);
    }
    for (int id : ids) {
      assertEquals(
          expected.weightOf(id), actual.weightOf(id), tolerance, () -> "id " + id + " of " + what);
    }
  }
}
